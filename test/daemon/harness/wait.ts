// Deadlines: whatever takes time is waited for, and no longer than said.
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** In seconds. It costs only where something is broken: a machine may be ten times slower than usual. */
export const PATIENCE = 45;

/** What a value is once it has passed for true. */
export type Truthy<T> = Exclude<T, false | 0 | 0n | '' | null | undefined>;

type Outcome<T> = { value: T } | { error: unknown } | 'pending';

/**
 * Polls until the condition holds; the value it then has is the result. A condition that throws
 * does not hold yet. `hopeless` may give a reason why it will never hold.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  seconds = PATIENCE,
  what: () => string = () => sourceOf(condition),
  hopeless: () => string | undefined = () => undefined,
): Promise<Truthy<T>> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    // Asked before the condition is: that looks once more after the deadline, or the end, has come.
    const late = performance.now() > deadline && `not within ${seconds} s`;
    const why = hopeless() ?? late;
    const outcome = await attempt(condition, deadline + 1000);
    if (typeof outcome === 'object' && 'value' in outcome && outcome.value)
      return outcome.value as Truthy<T>;
    if (why) throw new Error(`${why}: ${what()}\n${had(outcome)}`);
    await sleep(25);
  }
}

/** As it is written in the test: vitest has put its own names for what is imported into it. */
export function sourceOf(condition: () => unknown): string {
  return String(condition).replaceAll(/\(0, ?__vite_ssr_import_\d+__\.(\w+)\)/g, '$1');
}

async function attempt<T>(condition: () => T | Promise<T>, deadline: number): Promise<Outcome<T>> {
  try {
    const value = condition();
    if (!(value instanceof Promise)) return { value };
    const given = new AbortController();
    const late = sleep(Math.max(0, deadline - performance.now()), undefined, given);
    return await Promise.race([
      value.then((settled) => ({ value: settled })),
      late.then((): 'pending' => 'pending'),
    ]).finally(() => {
      given.abort();
      late.catch(() => undefined);
    });
  } catch (error) {
    return { error };
  }
}

function had(outcome: Outcome<unknown>): string {
  if (outcome === 'pending') return 'It asked, and got no answer.';
  if ('error' in outcome) return `It threw ${inspect(outcome.error)}`;
  return `It was ${inspect(outcome.value, { depth: 4, maxArrayLength: 20, maxStringLength: 2000 })}.`;
}
