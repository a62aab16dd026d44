// An install that is stopped anywhere leaves what was there, and the next one finishes it.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../lib/cli/install/layout.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli } from './command.ts';
import { type PackageCopy, packageCopy } from './package-copy.ts';

const preload = join(import.meta.dirname, 'stop-at.cjs');

interface Outcome {
  readonly succeeded: boolean;
  readonly stderr: string;
}

function installWith(
  { program }: PackageCopy,
  dir: string,
  stop: { by: string; at: number },
): Promise<Outcome> {
  const args = ['--require', preload, program, 'install', '--plugin-dir', dir];
  const env = { ...process.env, STOP_AT: String(stop.at), STOP_BY: stop.by };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, _stdout, stderr) =>
      resolve({ succeeded: error === null, stderr }),
    );
  });
}

/** What collectd would load, by content; not what lies beside it. */
function state(dir: string): Record<string, string> {
  const files: Record<string, string> = {};
  const add = (name: string): void => {
    files[name] = hashOf(readFileSync(join(dir, name)));
  };
  if (existsSync(join(dir, 'nodejs.so'))) add('nodejs.so');
  if (existsSync(join(dir, 'nodejs'))) {
    for (const name of readdirSync(join(dir, 'nodejs')).sort()) add(`nodejs/${name}`);
  }
  return files;
}

/** Every so many of the changes, and all of the last ten, among which the renames are. */
const cases: [by: string, before: string, step: number][] = [
  ['fail', 'another version', 2],
  ['kill', 'another version', 3],
  ['fail', 'nothing', 5],
  ['kill', 'nothing', 5],
];

describe('an install that is interrupted', () => {
  test.each(cases)('%s, over %s', { timeout: 180_000 }, async (how, before, step) => {
    const next = packageCopy('9.9.9');
    const template = temporary();
    if (before !== 'nothing') cli(['install', '--plugin-dir', template], packageCopy('0.0.1'));
    const prepare = (): string => {
      const dir = temporary();
      cpSync(template, dir, { recursive: true, verbatimSymlinks: true });
      return dir;
    };
    const old = state(template);
    const whole = prepare();
    const { stderr, succeeded } = await installWith(next, whole, { by: how, at: 0 });
    expect(succeeded, stderr).toBe(true);
    const done = state(whole);
    expect(done).not.toEqual(old);
    const changes = Number(/changes: (\d+)/.exec(stderr)?.[1]);
    expect(changes).toBeGreaterThan(20);

    const seen = { old: 0, half: 0, done: 0 };
    const stopAt = async (at: number): Promise<void> => {
      const dir = prepare();
      const outcome = await installWith(next, dir, { by: how, at });
      const now = state(dir);
      const same = (other: object): boolean => JSON.stringify(now) === JSON.stringify(other);
      if (same(old)) seen.old++;
      else if (same(done)) seen.done++;
      else if (now['nodejs.so'] === old['nodejs.so']) seen.half++;
      else expect.fail(`change ${at}: ${JSON.stringify(now)}`);
      if (how === 'fail' && same(old)) {
        expect(outcome.succeeded).toBe(false);
        expect(outcome.stderr).toContain('what was there is as it was: no space left on device');
        expect(readdirSync(dir)).toEqual(readdirSync(template));
      }
      if (at % 4 !== 0) return;
      await installWith(next, dir, { by: how, at: 0 });
      expect(state(dir)).toEqual(done);
      expect(readdirSync(dir)).toHaveLength(3);
    };
    for (let at = 1; at <= changes; at++) {
      if (at % step === 0 || at > changes - 10) await stopAt(at);
    }
    // Between the two renames there is one moment in which only one of them is done; a
    // failure there is undone.
    expect(seen.half).toBeLessThanOrEqual(how === 'kill' ? 1 : 0);
    expect(seen.old).toBeGreaterThan(10);
  });
});
