// What a module under test tells its test: values that must not be rounded on the way, in a file.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Daemon } from './index.ts';

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

/** Everything reported so far under a key, in order. Bigints are text that ends in n. */
export function reported<T>(daemon: Pick<Daemon, 'dir'>, key: string): T[] {
  const file = join(daemon.dir, 'reports');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line): [string, T] => JSON.parse(line))
    .filter(([name]) => name === key)
    .map(([, value]) => value);
}

export function waitForReport<T>(daemon: Daemon, key: string, seconds = 20): Promise<T[]> {
  return daemon.waitFor(() => {
    const found = reported<T>(daemon, key);
    return found.length > 0 && found;
  }, seconds) as Promise<T[]>;
}
