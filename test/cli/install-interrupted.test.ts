// An install that is stopped at any of its changes leaves what was there, or what it brings;
// collectd starts with it, doctor says what it is, and the next install finishes it.
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../lib/cli/doctor/finding.ts';
import { scriptDirOf } from '../../lib/cli/system/plugin-file.ts';
import { bare, libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { runDaemon } from '../daemon/harness/index.ts';
import { cli, root, withLibnode } from './command.ts';
import { atEach, inPlace, runStopped, type Stop, signature } from './interrupted.ts';
import { packageCopy } from './package-copy.ts';

/** Which runtime is in the process. */
const module = `import { readFileSync } from 'node:fs';
console.log('loaded ' + readFileSync('/proc/self/maps', 'utf8').match(/\\S+\\/runtime\\.abi\\S+/)?.[0]);`;

const before = {
  'another version': async (dir: string) => {
    const { program } = packageCopy('0.0.1');
    expect(
      (await cli(['install', '--plugin-dir', dir], { program, env: withLibnode })).status,
    ).toBe(0);
  },
  'a directory of another way to install': (dir: string) =>
    cpSync(join(root, 'dist/collectd'), dir, {
      recursive: true,
      filter: (from) => !/libnode\.so/.test(from),
    }),
  nothing: () => {},
};

const cases: [by: Stop['by'], over: keyof typeof before][] = [
  ['kill', 'another version'],
  ['kill', 'a directory of another way to install'],
  ['kill', 'nothing'],
  ['fail', 'another version'],
  ['fail', 'nothing'],
];

async function collectdLoads(dir: string): Promise<string> {
  const { path } = await libnodeInUse();
  const { status, log } = await runDaemon({
    args: ['-T'],
    config: (own) => bare(`LibNode "${path}"\nModulePath "${own}/plugins"\nImport "x"`, dir),
    files: { 'x.ts': module },
  });
  expect(status, log).toBe(0);
  return /loaded (\S+)\//.exec(log)?.[1] ?? log;
}

async function pluginFindings(dir: string): Promise<Finding[]> {
  const config = join(temporary(), 'collectd.conf');
  writeFileSync(config, '');
  const args = ['doctor', '--json', '--no-start', '--plugin-dir', dir, '--config', config];
  const { findings } = JSON.parse((await cli(args)).stdout) as { findings: Finding[] };
  return findings.filter(({ check }) => check === 'plugin');
}

/** Of one that was killed, the first time it is seen. */
async function examine(dir: string, version: string | undefined): Promise<void> {
  const found = await pluginFindings(dir);
  const rest = readdirSync(dir).filter((name) => name !== 'nodejs.so');
  if (version === undefined) {
    expect(found[0]).toMatchObject({
      level: 'problem',
      message: `${dir}/nodejs.so does not exist.`,
    });
  } else {
    expect(await collectdLoads(dir)).toBe(scriptDirOf(dir));
    const known = version === '' ? '' : `, version ${version}`;
    expect(found[0]).toMatchObject({ level: 'ok', message: `${dir}/nodejs.so${known}` });
  }
  const used = version === undefined ? [] : [scriptDirOf(dir)];
  const unused = rest.filter((name) => !used.includes(join(dir, name)));
  const warnings = found.filter(({ message }) => message.includes('was interrupted and left'));
  expect(warnings).toHaveLength(unused.length > 0 ? 1 : 0);
  for (const name of unused) expect(warnings[0]?.message).toContain(name);
}

describe('an install that is interrupted', () => {
  test.each(cases)('%s, over %s', { timeout: 1_800_000 }, async (by, over) => {
    const next = packageCopy('9.9.9');
    const template = temporary();
    await before[over](template);
    const prepare = (): string => {
      const dir = temporary();
      cpSync(template, dir, { recursive: true });
      return dir;
    };
    const install = (dir: string, at: number) =>
      runStopped(next, ['install', '--plugin-dir', dir], { by, at }, withLibnode);
    const old = inPlace(template);
    const whole = prepare();
    const { stderr, succeeded, changes } = await install(whole, 0);
    expect(succeeded, stderr).toBe(true);
    const done = inPlace(whole);
    expect(done).not.toEqual(old);
    expect(readdirSync(whole)).toHaveLength(2);

    const seen = { old: 0, done: 0, states: new Set<string>() };
    await atEach(changes, async (at) => {
      const dir = prepare();
      const outcome = await install(dir, at);
      const now = inPlace(dir);
      const isOld = JSON.stringify(now) === JSON.stringify(old);
      if (!isOld) expect(now, `change ${at}`).toEqual(done);
      seen[isOld ? 'old' : 'done']++;
      if (by === 'fail' && isOld) {
        expect(outcome.succeeded).toBe(false);
        expect(outcome.stderr).toContain('what was there is as it was: no space left on device');
        expect(readdirSync(dir)).toEqual(readdirSync(template));
      }
      const state = signature(dir);
      if (seen.states.has(state)) return;
      seen.states.add(state);
      if (by === 'kill') {
        const versions = { 'another version': '0.0.1', nothing: undefined };
        const former = over in versions ? versions[over as keyof typeof versions] : '';
        await examine(dir, isOld ? former : '9.9.9');
      }
      const again = await install(dir, 0);
      expect(again.succeeded, again.stderr).toBe(true);
      expect(inPlace(dir)).toEqual(done);
      expect(readdirSync(dir)).toHaveLength(2);
    });
    expect(seen.old).toBeGreaterThan(10);
    expect(seen.done).toBeGreaterThan(0);
    if (by === 'kill') expect(seen.states.size).toBeGreaterThan(3);
  });
});
