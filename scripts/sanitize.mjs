// @ts-check
// The tests in real collectd with the native part under sanitizers:
//   npm run test:sanitized -- address [test files]
//   npm run test:sanitized -- thread [test files]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cmakeBuild } from './build/cmake.mjs';
import { findLibnode } from './setup/libnode.mjs';
import { ask, root, runMain, SetupError, say } from './setup/run.mjs';

/** What each finds, and in whose code it does not look: libnode is not instrumented. */
const sanitizers = {
  address: {
    flags: 'address,undefined',
    libraries: ['libasan.so', 'libubsan.so'],
    options: {
      // An allocation that cannot succeed makes V8 collect garbage (lib/process/memory).
      ASAN_OPTIONS: 'detect_leaks=1:handle_segv=1:allocator_may_return_null=1',
      // Whose leaks they are test/daemon/harness/sanitizer.ts tells.
      LSAN_OPTIONS: 'exitcode=0',
      UBSAN_OPTIONS: 'print_stacktrace=1',
    },
    suppressions: {},
  },
  thread: {
    flags: 'thread',
    libraries: ['libtsan.so'],
    options: {
      TSAN_OPTIONS: [
        'ignore_noninstrumented_modules=1',
        // A worker that does not end in time is left alone on purpose.
        'report_thread_leaks=0',
        // It would wait a second at the exit.
        'atexit_sleep_ms=0',
        'allocator_may_return_null=1',
      ].join(':'),
    },
    // The handler of collectd's exec plugin does not restore errno.
    suppressions: { TSAN_OPTIONS: 'race:libnode.so\nsignal:exec.so\n' },
  },
};

/** @param {keyof typeof sanitizers} name */
function build(name) {
  const libnode = findLibnode();
  if (!libnode) throw new SetupError('There is no libnode.\n  Run: npm run setup');
  say(`building the native part under the ${name} sanitizer`);
  const out = join(root, 'build', `sanitized-${name}`);
  cmakeBuild('native/test/plugin', out, libnode, { SANITIZE: sanitizers[name].flags });
  const place = join(out, 'collectd');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(place, 'nodejs'), { recursive: true });
  cpSync(join(root, 'dist/collectd/nodejs'), join(place, 'nodejs'), {
    recursive: true,
    filter: (path) => !/\.node$|libnode\.so/.test(path),
  });
  cpSync(join(out, 'nodejs.so'), join(place, 'nodejs.so'));
  const runtime = `runtime.abi${libnode.abi}.glibc.node`;
  cpSync(join(out, runtime), join(place, 'nodejs', runtime));
  const beside = join(root, 'dist/collectd/nodejs', basename(libnode.library));
  if (existsSync(beside)) linkSync(beside, join(place, 'nodejs', basename(libnode.library)));
  return place;
}

/** @param {string} library */
function compilersOwn(library) {
  const path = ask('g++', [`-print-file-name=${library}`]).stdout.trim();
  if (!path.startsWith('/')) throw new SetupError(`g++ has no ${library}.`);
  return path;
}

await runMain(async () => {
  const [name = '', ...files] = process.argv.slice(2);
  if (name !== 'address' && name !== 'thread')
    throw new SetupError('Which sanitizer? npm run test:sanitized -- address|thread [test files]');
  const { libraries, options, suppressions } = sanitizers[name];
  const place = build(name);
  /** @type {Record<string, string>} */
  const settings = { ...options };
  for (const [variable, lines] of Object.entries(suppressions)) {
    const file = join(root, 'build', `sanitized-${name}`, `${variable}.supp`);
    writeFileSync(file, lines);
    settings[variable] = [settings[variable], `suppressions=${file}`].filter(Boolean).join(':');
  }
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--mode',
      'sanitized',
      ...(files.length > 0 ? files : ['test/daemon', 'test/hazards']),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        COLLECTD_TEST_PLUGIN_DIR: place,
        COLLECTD_TEST_PRELOAD: libraries.map(compilersOwn).join(':'),
        COLLECTD_TEST_SANITIZER: JSON.stringify(settings),
      },
    },
  );
  process.exitCode = status ?? 1;
});
