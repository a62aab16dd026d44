// libnode and the runtime: what does not fit or is damaged is refused before the
// fork where the files show it, and else in init; collectd never crashes.
import {
  copyFileSync,
  cpSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  bare,
  check,
  type Installation,
  installation,
  libnodeInUse,
  logged,
  refuse,
  temporary,
} from '../fixtures/plugin.ts';
import { type Ending, pluginDir, quote, runDaemon } from '../harness/index.ts';

const files = { 'x.ts': '' };
const advice =
  /Install libnode\d+ \(.+\), with apt for example, or name one with LibNode "path"\.$/;

/** Starts it from another installation. */
function start({ directory }: Installation, lines = ''): Promise<Ending> {
  return runDaemon({
    config: (dir) => bare(`ModulePath "${dir}/plugins"\nImport "x"\n${lines}`, directory),
    files,
  });
}

function onlyError({ log, status, signal }: Ending): string {
  expect({ status, signal }, log).toEqual({ status: 1, signal: null });
  const errors = logged(log, 'error').filter((line) => line.startsWith('nodejs plugin: '));
  expect(errors, log).toHaveLength(1);
  return errors[0]?.slice('nodejs plugin: '.length) ?? '';
}

test('a complete copy of the installation works', async () => {
  const ending = await check('Import "x"', { files });
  const copy = await installation();
  const moved = await runDaemon({
    args: ['-T'],
    config: (dir) => bare(`ModulePath "${dir}/plugins"\nImport "x"`, copy.directory),
    files,
  });
  expect([ending.status, moved.status], moved.log).toEqual([0, 0]);
});

describe('the runtime', () => {
  /** How the sentence for a problem that a new installation solves begins. */
  const problem = (copy: Installation, what: string) =>
    `No usable libnode: ${copy.runtime} ${what}: install or build collectd-nodejs again.`;

  test('is truncated', async () => {
    const copy = await installation();
    const whole = readFileSync(copy.runtime);
    for (const size of [65536, 4096, 100]) {
      writeFileSync(copy.runtime, whole.subarray(0, size));
      expect(onlyError(await start(copy))).toBe(problem(copy, 'is truncated'));
    }
    writeFileSync(copy.runtime, '');
    expect(onlyError(await start(copy))).toBe(problem(copy, 'is not an ELF file'));
  });

  test('is garbage', async () => {
    const copy = await installation();
    const whole = readFileSync(copy.runtime);
    writeFileSync(copy.runtime, Buffer.alloc(whole.length, 'garbage '));
    expect(onlyError(await start(copy))).toBe(problem(copy, 'is not an ELF file'));
    // The header alone is right; all that it points to is not.
    writeFileSync(copy.runtime, whole.subarray(0, 64));
    expect(onlyError(await start(copy))).toBe(problem(copy, 'is truncated'));
    writeFileSync(copy.runtime, Buffer.concat([whole.subarray(0, 64), Buffer.alloc(whole.length)]));
    expect(onlyError(await start(copy))).toMatch(/^No usable libnode: .* is not a shared object: /);
  });

  test('is for another kind of processor', async () => {
    const copy = await installation();
    const bytes = readFileSync(copy.runtime);
    bytes.writeUInt16LE(0xf3, 18);
    writeFileSync(copy.runtime, bytes);
    expect(onlyError(await start(copy))).toBe(
      problem(copy, 'is made for another kind of processor than this collectd'),
    );
  });

  test('is absent: libnode has an ABI without one', async () => {
    const copy = await installation();
    const { abi, path } = copy.libnode;
    const other = join(copy.library, 'runtime.abi931.glibc.node');
    renameSync(copy.runtime, other);
    const error = onlyError(await start(copy, `LibNode ${quote(path)}`));
    expect(error).toBe(
      `LibNode: ${path} has ABI ${abi}, and the runtime for that, ${copy.runtime}, does not exist. The runtimes in ${copy.library} are for others: name one of those with LibNode "path".`,
    );
    const offered = join(copy.library, 'runtime.abi127.glibc.node');
    renameSync(other, offered);
    expect(onlyError(await start(copy))).toMatch(
      /^No usable libnode: .*, does not exist\. Install libnode127 \(Ubuntu 26\.04\), with apt/,
    );
  });

  test('is absent, as are all others: the plugin is not installed', async () => {
    const copy = await installation();
    rmSync(copy.runtime);
    const reason =
      'the plugin is not installed there, or not completely. Install it: sudo collectd-nodejs install --libnode';
    const told = `There is no runtime in ${copy.library}: ${reason}`;
    expect(onlyError(await start(copy))).toBe(told);
    expect(onlyError(await start(copy, `LibNode ${quote(copy.libnode.path)}`))).toBe(told);
  });

  test('of a build is made by a build, in the clone', async () => {
    const clone = temporary({ 'package.json': '{}' });
    const directory = join(clone, 'dist/collectd');
    const copy = await installation();
    cpSync(copy.directory, directory, { recursive: true });
    const runtime = join(directory, 'nodejs', basename(copy.runtime));
    const { abi } = copy.libnode;
    renameSync(runtime, join(directory, 'nodejs/runtime.abi127.glibc.node'));
    expect(onlyError(await start({ ...copy, directory }))).toContain(
      ` has ABI ${abi}, and the runtime for that, ${runtime}, does not exist ("npm run build" in ${clone} makes it). `,
    );
    rmSync(join(directory, 'nodejs/runtime.abi127.glibc.node'));
    expect(onlyError(await start({ ...copy, directory }))).toBe(
      `There is no runtime in ${directory}/nodejs: this clone of collectd-nodejs is not built completely. Build it: npm run build`,
    );
  });

  test('cannot be loaded, though it looks well', async () => {
    const copy = await installation();
    const name = `libnode.so.${copy.libnode.abi}`;
    const bytes = readFileSync(copy.runtime);
    const missing = name.replace('node', 'nope');
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name)) bytes.write(missing, at);
    writeFileSync(copy.runtime, bytes);
    const ending = await start(copy);
    expect(onlyError(ending)).toBe(
      `Cannot load ${copy.runtime}: ${missing}: cannot open shared object file: No such file or directory`,
    );
    expect(ending.log).toContain('Exiting normally.');
  });

  test('is another shared object', async () => {
    const copy = await installation();
    copyFileSync(join(pluginDir, 'nodejs.so'), copy.runtime);
    expect(onlyError(await start(copy))).toBe(
      `${copy.runtime} is not a runtime of collectd-nodejs: it has no collectd_nodejs_runtime.`,
    );
  });
});

test.each([
  ['absent', undefined],
  ['damaged', 'this is not a script;'],
])('boot.js is %s', async (_, text) => {
  const copy = await installation();
  const boot = join(copy.library, 'boot.js');
  rmSync(boot);
  if (text !== undefined) writeFileSync(boot, text);
  expect(onlyError(await start(copy))).toContain(boot);
});

describe('LibNode', () => {
  test('that is no libnode', async () => {
    const { path: good } = await libnodeInUse();
    const directory = temporary({
      text: '#!/bin/sh\n',
      empty: '',
      start: readFileSync(good).subarray(0, 1 << 20),
      'other.so': readFileSync(join(pluginDir, 'nodejs.so')),
    });
    const cases: [path: string, problem: string][] = [
      [`${directory}/nope`, 'does not exist'],
      [directory, 'is not a file'],
      [`${directory}/text`, 'is not an ELF file'],
      [`${directory}/empty`, 'is not an ELF file'],
      [`${directory}/start`, 'is truncated'],
      [`${directory}/other.so`, 'is not a libnode.so.<number>'],
    ];
    for (const [path, problem] of cases) {
      const ending = await runDaemon({
        config: (dir) => bare(`LibNode "${path}"\nImport "${dir}/plugins/x"`),
        files,
      });
      const error = onlyError(ending);
      expect(error).toContain(`LibNode: ${path} ${problem}. `);
      expect(error).toMatch(advice);
    }
  });

  test('is the one that is loaded, also by a path relative to the start directory', async () => {
    const { path } = await libnodeInUse();
    const directory = temporary();
    symlinkSync(path, join(directory, 'a_libnode'));
    for (const name of [`${directory}/a_libnode`, 'a_libnode']) {
      const ending = await check(`LibNode "${name}"\nImport "x"`, { files, cwd: directory });
      expect(ending.status, ending.log).toBe(0);
      expect(ending.log).toContain(`(${directory}/a_libnode)`);
    }
    await refuse(
      `LibNode "a_libnode"\nImport "${directory}/y.ts"`,
      [
        `Import "${directory}/y.ts" in <Plugin nodejs>: no such module. Looked for that file, and with .{ts,mts,cts,js,mjs,cjs}, /package.json, /index.{ts,mts,cts,js,mjs,cjs} added. Correct the path.`,
      ],
      { cwd: directory },
    );
  });

  test('in a second <Plugin nodejs> block', async () => {
    const { path } = await libnodeInUse();
    const ending = await runDaemon({
      args: ['-T'],
      config: (dir) =>
        `${bare(`Import "${dir}/plugins/x"`)}<Plugin nodejs>\nLibNode "${path}"\n</Plugin>\n`,
      files,
    });
    expect(ending.status, ending.log).toBe(0);
  });
});

test('no libnode at all', async (context) => {
  const copy = await installation();
  const { path, abi } = copy.libnode;
  if (!path.startsWith(pluginDir)) context.skip('the system has one');
  rmSync(join(copy.library, `libnode.so.${abi}`));
  const error = onlyError(await start(copy));
  expect(error).toMatch(/^No libnode found: looked for libnode\.so\.\{137,127,115,109,108\} in /);
  expect(error).toContain(copy.library);
  expect(error).toMatch(advice);
});
