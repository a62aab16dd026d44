// The command, stopped at one of its changes of the file system; and what is there then.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { directoryIn } from '../../lib/cli/system/plugin-file.ts';
import type { PackageCopy } from './package-copy.ts';

const preload = join(import.meta.dirname, 'stop-at.cjs');

export interface Stop {
  readonly by: 'kill' | 'fail';
  /** Which change, from 1 on; 0: none. */
  readonly at: number;
}

export interface Ending {
  readonly succeeded: boolean;
  readonly stderr: string;
  /** How many changes there were, when it came to its end. */
  readonly changes: number;
}

export function runStopped(
  { program }: PackageCopy,
  args: readonly string[],
  { by, at }: Stop,
  env: Record<string, string> = {},
): Promise<Ending> {
  const options = { env: { ...process.env, ...env, STOP_AT: String(at), STOP_BY: by } };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--require', preload, program, ...args],
      options,
      (error, _stdout, stderr) => {
        const changes = Number(/^changes: (\d+)$/m.exec(stderr)?.[1]);
        resolve({ succeeded: error === null, stderr, changes });
      },
    );
  });
}

/** Calls it for each change, two at a time. */
export async function atEach(changes: number, run: (at: number) => Promise<void>): Promise<void> {
  expect(changes).toBeGreaterThan(0);
  let next = 1;
  const worker = async (): Promise<void> => {
    while (next <= changes) await run(next++);
  };
  await Promise.all([worker(), worker()]);
}

/** What collectd would load, by content; not what lies beside it. */
export function inPlace(dir: string): Record<string, string> {
  const plugin = join(dir, 'nodejs.so');
  if (!existsSync(plugin)) return {};
  const bytes = readFileSync(plugin);
  const files = { 'nodejs.so': hash(bytes) };
  const directory = join(dir, directoryIn(bytes) ?? 'nodejs');
  const inside = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .sort();
  return {
    ...files,
    ...Object.fromEntries(inside.map((name) => [name, hash(readFileSync(join(directory, name)))])),
  };
}

/** The same for states that differ only in how far a file that nothing uses was written. */
export function signature(dir: string): string {
  const names = readdirSync(dir).map((name) => name.replace(/-\d+-[0-9a-z]+$/, ''));
  return JSON.stringify([inPlace(dir)['nodejs.so'], names.sort()]);
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
