// An uninstall that is stopped at any of its changes is finished by the next one.
import { cpSync, readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli, lines, withLibnode } from './command.ts';
import { atEach, inPlace, runStopped } from './interrupted.ts';
import { packageCopy } from './package-copy.ts';

test('an uninstall that is interrupted', { timeout: 1_800_000 }, async () => {
  const copy = packageCopy();
  const template = temporary();
  expect(
    (await cli(['install', '--plugin-dir', template], { ...copy, env: withLibnode })).status,
  ).toBe(0);
  const installed = inPlace(template);
  const uninstall = (dir: string, at: number) =>
    runStopped(copy, ['uninstall', '--plugin-dir', dir], { by: 'kill', at });
  const prepare = (): string => {
    const dir = temporary();
    cpSync(template, dir, { recursive: true });
    return dir;
  };
  const { changes } = await uninstall(prepare(), 0);
  await atEach(changes, async (at) => {
    const dir = prepare();
    await uninstall(dir, at);
    const names = readdirSync(dir);
    // Either all of it is there, or collectd finds no plugin.
    if (names.includes('nodejs.so')) expect(inPlace(dir)).toEqual(installed);
    await uninstall(dir, 0);
    expect(readdirSync(dir)).toEqual([]);
    expect(lines(await cli(['uninstall', '--plugin-dir', dir]))).toEqual([
      `collectd-nodejs is not installed in ${dir}`,
    ]);
  });
});
