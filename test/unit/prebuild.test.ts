// What `npm run prebuild` is asked for, and whether it would notice a file that is not
// what its name says.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, compiledAbi } from '../../scripts/prebuild/check.mjs';
import { ARCHITECTURES, hostArchitecture, SUITES, select } from '../../scripts/suites/suites.mjs';
import { pluginDir } from '../daemon/harness/index.ts';

describe('selection', () => {
  const names = (...args: string[]) =>
    select(args).map(({ suite, arch }) => `${suite.abi} ${arch.name}`);

  test('nothing said is everything', () => {
    expect(names()).toHaveLength(SUITES.length * ARCHITECTURES.length);
  });

  test('suites and architectures, by any of their names', () => {
    expect(names('--arch', 'arm64', '--suite', 'trixie')).toEqual(['115 arm64']);
    expect(names('--suite=108', '--arch=x64,arm')).toEqual(['108 amd64', '108 armhf']);
    expect(names('--suite', 'sid', '--suite', 'noble', '--arch', 'armhf')).toEqual([
      '137 armhf',
      '109 armhf',
    ]);
  });

  test('what is unknown is refused with what there is', () => {
    expect(() => select(['--arch', 'mips'])).toThrow(/--arch mips is none of amd64, x64, arm64/);
    expect(() => select(['--suite'])).toThrow(/use --suite bookworm\|trixie/);
    expect(() => select(['--suit', 'sid'])).toThrow(/use --suite/);
  });
});

describe('check', () => {
  const plugin = join(pluginDir, 'nodejs.so');
  const directory = join(pluginDir, 'nodejs');
  const name = readdirSync(directory).find((one) => /^runtime\.abi\d+/.test(one)) ?? '';
  const runtime = join(directory, name);
  const abi = Number(name.match(/abi(\d+)/)?.[1]);
  const arch = hostArchitecture();
  const host = { suite: { ...suite(abi), debian: true }, arch };

  function suite(wanted: number) {
    return SUITES.find((one) => one.abi === wanted) ?? (SUITES[0] as (typeof SUITES)[0]);
  }

  test('the file tells which ABI it was compiled for', () => {
    expect(compiledAbi(runtime)).toBe(String(abi));
  });

  test('a runtime of another libnode', () => {
    const other = { ...host, suite: { ...host.suite, abi: abi + 1 } };
    expect(() => check(other, { plugin, runtime })).toThrow(
      `${name}: libnode is libnode.so.${abi}, and should be libnode.so.${abi + 1}.`,
    );
  });

  test('a plugin of another processor', () => {
    const other = ARCHITECTURES.find((one) => one !== arch) ?? arch;
    expect(() => check({ ...host, arch: other }, { plugin, runtime })).toThrow(
      `nodejs.so: machine is ${arch.machine}, and should be ${other.machine}.`,
    );
  });

  test('a runtime where the plugin should be, and the other way round', () => {
    expect(() => check(host, { plugin: runtime, runtime })).toThrow(
      /libnode is libnode\.so\.\d+, and should be none/,
    );
    expect(() => check(host, { plugin, runtime: plugin })).toThrow(/nodejs\.so: libnode is none/);
  });
});
