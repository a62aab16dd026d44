// Deadlines: whatever takes time is waited for, and no longer than said.
import { setTimeout as sleep } from 'node:timers/promises';

/** What a value is once it has passed for true. */
export type Truthy<T> = Exclude<T, false | 0 | 0n | '' | null | undefined>;

/** Polls until the condition holds; the value it then has is the result. */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  seconds: number,
  what: () => string = () => String(condition),
): Promise<Truthy<T>> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value as Truthy<T>;
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what()}`);
    await sleep(25);
  }
}
