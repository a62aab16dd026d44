// @ts-check
// The native fuzzers: npm run fuzz [-- --short | --runs=N] [options|conversion|ring …]
// Ten million runs each. Fails on a finding, and when less than 95 % of the lines
// of a file under test were reached. --short: some thousand runs, findings only.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cmakeBuild } from './build/cmake.mjs';
import { install } from './setup/apt.mjs';
import { findLibnode } from './setup/libnode.mjs';
import { ask, root, runMain, SetupError, say } from './setup/run.mjs';

const processor = process.arch === 'x64' ? 'x86_64' : 'aarch64';
const out = join(root, 'build/fuzz');
const COLLECTD = '/usr/sbin/collectd';

/** What each looks at: the lines of these files have to be reached. */
const TARGETS = {
  options: [
    'shim/options/block.c',
    'shim/filter.c',
    'shim/options/import.c',
    'shim/options/interactive.c',
    'shim/options/module_block.c',
    'shim/options/module_path.c',
    'shim/options/option.c',
    'shim/options/options.c',
    'shim/find/module_paths.c',
    'shim/find/resolve.c',
    'shim/text.c',
  ],
  conversion: [
    'collectd/meta_data.cc',
    'values/packed_meta.cc',
    'values/value_box.cc',
    'values/config_tree.cc',
    'core/text/utf8.cc',
    'core/text/truncate.cc',
  ],
  ring: ['core/ring.cc', 'core/inbox.cc', 'core/intern.cc', 'core/fingerprint.cc'],
};
const RUNS = 10_000_000;
const RUNS_SHORT = 20_000;
const COVERED = 95;

/** @typedef {keyof typeof TARGETS} Target */

/** Modules for the names that the options fuzzer knows. */
function writeModules() {
  const place = join(out, 'run/plugins');
  rmSync(place, { recursive: true, force: true });
  for (const name of [
    'one.ts',
    'one.d.ts',
    'two/index.js',
    'twice.ts',
    'twice.js',
    'package/package.json',
    'deep/inside.mts',
    'node_modules/scoped/index.cjs',
    'node_modules/scoped.ts',
    'interactive.ts',
    'open/one.ts',
    'shared/one.ts',
  ]) {
    mkdirSync(join(place, name, '..'), { recursive: true });
    writeFileSync(join(place, name), '{}');
  }
  chmodSync(join(place, 'open'), 0o777);
  chmodSync(join(place, 'shared'), 0o1777);
}

/**
 * @param {Target} target
 * @param {number} runs
 */
function command(target, runs) {
  const corpus = join(out, 'corpus', target);
  mkdirSync(corpus, { recursive: true });
  const args = [
    corpus,
    `-runs=${runs}`,
    `-max_len=${target === 'ring' ? 64 : 160}`,
    // The identifiers that stay look like leaks there: the end of the process tells.
    `-detect_leaks=${target === 'ring' ? 0 : 1}`,
    '-len_control=20',
    '-timeout=10',
    '-print_final_stats=1',
    `-artifact_prefix=${out}/finding-${target}-`,
  ];
  if (target === 'ring') return { program: join(out, 'ring'), args, env: {} };
  const config = join(out, `${target}.conf`);
  const plugin = target === 'options' ? optionsConfig() : conversionConfig(args);
  writeFileSync(
    config,
    `Hostname "fuzz"\nBaseDir "${out}/run"\nTypesDB "/usr/share/collectd/types.db"\n${plugin}`,
  );
  return {
    program: COLLECTD,
    args: ['-f', '-C', config],
    env: { FUZZ_ARGUMENTS: args.join(' ') },
  };
}

/** collectd loads a plugin by the name of its file. */
function optionsConfig() {
  return `PluginDir "${out}"\nLoadPlugin options\n`;
}

/** @param {string[]} args */
function conversionConfig(args) {
  const modules = join(out, 'modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(
    join(modules, 'run.cts'),
    `const collectd = require('collectd');
const { fuzz } = require(${JSON.stringify(join(out, 'conversion.node'))});
collectd.register_read(() => {
  const status = fuzz(${JSON.stringify(args)});
  console.log('fuzzing has ended with status', status);
  process.kill(process.pid, 'SIGTERM');
}, { interval: 3600, timeout: 3600 });
`,
  );
  return `LoadPlugin logfile
<Plugin logfile>
  File stderr
</Plugin>
PluginDir "${join(root, 'dist/collectd')}"
LoadPlugin nodejs
<Plugin nodejs>
  ModulePath "${modules}"
  OnError "exit"
  Import "run"
</Plugin>
`;
}

/**
 * @param {Target} target
 * @param {number} runs
 */
function fuzz(target, runs) {
  const findings = () => readdirSync(out).filter((name) => name.startsWith(`finding-${target}-`));
  for (const name of findings()) rmSync(join(out, name));
  const { program, args, env } = command(target, runs);
  const runtime = ask('clang', [
    `--print-file-name=libclang_rt.asan-${processor}.so`,
  ]).stdout.trim();
  const log = join(out, `${target}.log`);
  const started = performance.now();
  const file = openSync(log, 'w');
  const { status, signal } = spawnSync(program, args, {
    cwd: join(out, 'run'),
    stdio: ['ignore', file, file],
    env: {
      PATH: process.env.PATH,
      ...env,
      LD_PRELOAD: runtime,
      LD_LIBRARY_PATH: join(runtime, '..'),
      LLVM_PROFILE_FILE: join(out, `${target}.profraw`),
      // What V8 keeps is no leak.
      ASAN_OPTIONS: `detect_leaks=${target === 'conversion' ? 0 : 1}:quarantine_size_mb=16:allocator_may_return_null=1`,
    },
  });
  closeSync(file);
  const printed = readFileSync(log, 'utf8');
  const done = Number(/stat::number_of_executed_units:\s*(\d+)/.exec(printed)?.[1] ?? 0);
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0 || done < runs) {
    const [finding] = findings();
    throw new SetupError(
      `fuzzing ${target} ended with ${signal ?? `status ${status}`} after ${done} of ${runs} runs.\n  ${finding ? `The input: ${join(out, finding)}\n  ` : ''}What was printed: ${log}`,
    );
  }
  return `${done} runs in ${seconds.toFixed(0)} s`;
}

/**
 * @param {Target} target
 * @param {string} tools
 */
function coverage(target, tools) {
  const data = join(out, `${target}.profdata`);
  const merged = ask(join(tools, 'llvm-profdata'), [
    'merge',
    '-o',
    data,
    join(out, `${target}.profraw`),
  ]);
  if (!merged.ok) throw new SetupError(`llvm-profdata: ${merged.stderr}`);
  const binary = join(
    out,
    { options: 'options.so', conversion: 'conversion.node', ring: 'ring' }[target],
  );
  const files = TARGETS[target].map((name) => join(root, 'native', name));
  const report = ask(join(tools, 'llvm-cov'), [
    'export',
    '-summary-only',
    `-instr-profile=${data}`,
    binary,
    ...files,
  ]);
  if (!report.ok) throw new SetupError(`llvm-cov: ${report.stderr}`);
  /** @type {{ filename: string, summary: { lines: { count: number, covered: number, percent: number } } }[]} */
  const all = JSON.parse(report.stdout).data[0].files;
  const lacking = all.filter((file) => file.summary.lines.percent < COVERED);
  if (all.length < files.length || lacking.length > 0)
    throw new SetupError(
      `${target}: less than ${COVERED} % of the lines of ${lacking.map((file) => `${basename(file.filename)} (${file.summary.lines.percent.toFixed(1)} %)`).join(', ') || 'a file that is missing'} were reached.`,
    );
  const total = (/** @type {'count' | 'covered'} */ what) =>
    all.reduce((sum, file) => sum + file.summary.lines[what], 0);
  return `${((100 * total('covered')) / total('count')).toFixed(1)} %`;
}

/** Its sanitizers are a package of their own, named after its version. */
function provideClang() {
  install({ clang: 'libFuzzer is a part of it' });
  const version = ask('clang', ['-dumpversion']).stdout.split('.')[0];
  install({
    [`libclang-rt-${version}-dev`]: 'libFuzzer and the sanitizers',
    [`llvm-${version}`]: 'tells what the fuzzers have reached',
  });
  return `/usr/lib/llvm-${version}/bin`;
}

await runMain(async () => {
  const { values, positionals } = parseArgs({
    options: { short: { type: 'boolean', default: false }, runs: { type: 'string' } },
    allowPositionals: true,
  });
  const { short } = values;
  const runs = Number(values.runs ?? (short ? RUNS_SHORT : RUNS));
  const names = /** @type {Target[]} */ (positionals);
  if (names.some((name) => !Object.hasOwn(TARGETS, name)) || !(runs > 0))
    throw new SetupError(
      `npm run fuzz -- [--short | --runs=N] [${Object.keys(TARGETS).join('|')} …]`,
    );
  const tools = provideClang();
  const libnode = findLibnode();
  if (!libnode) throw new SetupError('There is no libnode.\n  Run: npm run setup');
  mkdirSync(join(out, 'run'), { recursive: true });
  say('building the fuzzers');
  cmakeBuild('native/test/fuzz', out, libnode, {
    CMAKE_C_COMPILER: 'clang',
    CMAKE_CXX_COMPILER: 'clang++',
  });
  writeModules();
  for (const name of names.length > 0 ? names : /** @type {Target[]} */ (Object.keys(TARGETS))) {
    const done = fuzz(name, runs);
    say(`${name}: ${done}, no finding${short ? '' : `, ${coverage(name, tools)} of lines`}`);
  }
});
