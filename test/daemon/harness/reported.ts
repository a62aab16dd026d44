// What a module under test tells its test: values that must not be rounded on the way, in a file.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Daemon } from './daemon.ts';
import { PATIENCE } from './wait.ts';

/** Goes beside the modules: `import { report } from './report.ts'`. HOME is the daemon's directory. */
export const reporting = {
  'report.ts': `
import { appendFileSync } from 'node:fs';
function exact(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value + 'n';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
export function report(key: string, value: unknown): void {
  appendFileSync(process.env.HOME + '/reports', JSON.stringify([key, value], exact) + '\\n');
}
/** What was thrown by code that has to throw. */
export function thrown(code: () => unknown): string {
  try {
    code();
  } catch (error) {
    const { constructor, message } = error as Error;
    return constructor.name + ' ' + (error as { code?: string }).code + ': ' + message;
  }
  return 'nothing';
}
`,
};

type Reports = Pick<Daemon, 'dir'>;

function all({ dir }: Reports): [key: string, value: unknown][] {
  const file = join(dir, 'reports');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Everything reported so far under a key, in order. Bigints are text that ends in n. */
export function reported<T>(daemon: Reports, key: string): T[] {
  return all(daemon)
    .filter(([name]) => name === key)
    .map(([, value]) => value as T);
}

/** How often each key was reported, and with which value last, for the output of a test that failed. */
export function reportSummary(dir: string): string {
  const byKey = new Map<string, unknown[]>();
  for (const [key, value] of all({ dir })) byKey.set(key, [...(byKey.get(key) ?? []), value]);
  const lines = [...byKey].map(
    ([key, values]) =>
      `  ${key}: ${values.length}, the last ${inspect(values.at(-1), { maxStringLength: 500 })}`,
  );
  return lines.length > 0 ? ['Reported:', ...lines].join('\n') : '';
}

export function waitForReport<T>(
  daemon: Daemon,
  key: string,
  seconds = PATIENCE,
): Promise<[T, ...T[]]> {
  return waitForReports<T>(daemon, key, 1, seconds) as Promise<[T, ...T[]]>;
}

/** Waits until there are `count` reports under a key; all that are there are the result. */
export function waitForReports<T>(
  daemon: Daemon,
  key: string,
  count: number,
  seconds = PATIENCE,
): Promise<T[]> {
  const found = () => reported<T>(daemon, key);
  return daemon.waitFor(
    () => found().length >= count && found(),
    seconds,
    () => {
      const there = inspect(found(), { maxArrayLength: 20, maxStringLength: 500 });
      return `${count} × '${key}' in the reports; there are ${there}`;
    },
  ) as Promise<T[]>;
}
