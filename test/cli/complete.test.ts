// Nothing is published that lacks a system, or has a file that is not what its name says.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incomplete, requireComplete } from '../../scripts/prebuild/complete.mjs';
import { hostArchitecture, SUITES, select } from '../../scripts/suites/suites.mjs';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { root } from './command.ts';

const built = join(root, 'dist/collectd');
const [runtime = ''] = readdirSync(join(built, 'nodejs')).filter((name) => name.endsWith('.node'));
const abi = Number(/\d+/.exec(runtime)?.[0]);
const arch = hostArchitecture();

/** A package with the runtime of this machine, under these names. */
function packageWith(...names: string[]): string {
  const directory = temporary();
  const prebuilds = join(directory, `prebuilds/linux-${arch.node}`);
  mkdirSync(prebuilds, { recursive: true });
  copyFileSync(join(built, 'nodejs.so'), join(prebuilds, 'nodejs.so'));
  for (const name of names) copyFileSync(join(built, 'nodejs', runtime), join(prebuilds, name));
  return directory;
}

test('all systems are asked for', () => {
  const wrong = incomplete(select([]), temporary(), () => true);
  expect(wrong).toHaveLength(15);
  for (const name of ['x64', 'arm64', 'arm']) {
    for (const number of [108, 109, 115, 127, 137]) {
      const directory = `prebuilds/linux-${name}`;
      expect(wrong).toContain(
        `${directory}/runtime.abi${number}.glibc.node and ${directory}/nodejs.so: missing`,
      );
    }
  }
});

test('each file is asked what it is', () => {
  const suite = SUITES.find((one) => one.abi === abi);
  const other = SUITES.find((one) => one.abi !== abi);
  if (suite === undefined || other === undefined) throw new Error(`ABI ${abi}?`);
  const wrongName = `runtime.abi${other.abi}.glibc.node`;
  const directory = packageWith(runtime, wrongName);
  expect(incomplete([{ suite, arch }], directory, () => true)).toEqual([]);
  expect(incomplete([{ suite, arch }], directory, () => false)).toEqual([
    `prebuilds/linux-${arch.node}/${runtime}: not built from these sources`,
  ]);
  expect(incomplete([{ suite: other, arch }], directory, () => true)).toEqual([
    `${wrongName}: libnode is libnode.so.${abi}, and should be libnode.so.${other.abi}.`,
  ]);
});

test('a release that lacks systems is refused, and what to do is said', () => {
  expect(() => requireComplete(select([]), temporary(), () => true)).toThrow(
    /^not released: 15 of 15 .*[^]*runtime\.abi108\.glibc\.node.*[^]*Run: npm run prebuild/,
  );
});
