// @ts-check
// The native fuzzers: npm run fuzz [-- --short | --runs=N] [options|conversion|ring …]
// Ten million runs each. Fails on a finding, and when less than 95 % of the lines
// of a file under test were reached. --short: some thousand runs, findings only, and
// everything but a finding in a directory of its own.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFuzzers, built } from './fuzz/build.mjs';
import { ask, root, runMain, SetupError, say } from './setup/run.mjs';

const processor = process.arch === 'x64' ? 'x86_64' : 'aarch64';
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
    'shim/find/module_files.c',
    'shim/find/module_paths.c',
    'shim/find/resolve.c',
    'shim/find/suggestion.c',
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
  ring: [
    'core/queue/ring.cc',
    'core/queue/inbox.cc',
    'core/queue/intern.cc',
    'core/queue/fingerprint.cc',
  ],
};
const RUNS = 10_000_000;
const RUNS_SHORT = 20_000;
const COVERED = 95;

/** @typedef {keyof typeof TARGETS} Target */

/**
 * Modules for the names that the options fuzzer knows.
 * @param {string} place
 */
function writeModules(place) {
  const plugins = join(place, 'run/plugins');
  rmSync(plugins, { recursive: true, force: true });
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
    mkdirSync(join(plugins, name, '..'), { recursive: true });
    writeFileSync(join(plugins, name), '{}');
  }
  chmodSync(join(plugins, 'open'), 0o777);
  chmodSync(join(plugins, 'shared'), 0o1777);
}

/**
 * @param {Target} target
 * @param {number} runs
 * @param {string} place
 */
function command(target, runs, place) {
  const corpus = join(place, 'corpus', target);
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
    `-artifact_prefix=${place}/finding-${target}-`,
  ];
  if (target === 'ring') return { program: join(built, 'ring'), args, env: {} };
  const config = join(place, `${target}.conf`);
  const plugin = target === 'options' ? optionsConfig() : conversionConfig(args, place);
  writeFileSync(
    config,
    `Hostname "fuzz"\nBaseDir "${place}/run"\nTypesDB "/usr/share/collectd/types.db"\n${plugin}`,
  );
  return {
    program: COLLECTD,
    args: ['-f', '-C', config],
    env: { FUZZ_ARGUMENTS: args.join(' ') },
  };
}

/** collectd loads a plugin by the name of its file. */
function optionsConfig() {
  return `PluginDir "${built}"\nLoadPlugin options\n`;
}

/**
 * @param {string[]} args
 * @param {string} place
 */
function conversionConfig(args, place) {
  const modules = join(place, 'modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(
    join(modules, 'run.cts'),
    `const collectd = require('collectd');
const { fuzz } = require(${JSON.stringify(join(built, 'conversion.node'))});
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
 * @param {string} place
 */
function fuzz(target, runs, place) {
  const findings = () => readdirSync(place).filter((name) => name.startsWith(`finding-${target}-`));
  for (const name of findings()) rmSync(join(place, name));
  const { program, args, env } = command(target, runs, place);
  const runtime = ask('clang', [
    `--print-file-name=libclang_rt.asan-${processor}.so`,
  ]).stdout.trim();
  const log = join(place, `${target}.log`);
  const started = performance.now();
  const file = openSync(log, 'w');
  const { status, signal } = spawnSync(program, args, {
    cwd: join(place, 'run'),
    stdio: ['ignore', file, file],
    env: {
      PATH: process.env.PATH,
      ...env,
      LD_PRELOAD: runtime,
      LD_LIBRARY_PATH: join(runtime, '..'),
      LLVM_PROFILE_FILE: join(place, `${target}.profraw`),
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
      `fuzzing ${target} ended with ${signal ?? `status ${status}`} after ${done} of ${runs} runs.\n  ${finding ? `The input: ${join(place, finding)}\n  ` : ''}What was printed: ${log}`,
    );
  }
  return `${done} runs in ${seconds.toFixed(0)} s`;
}

/**
 * @param {Target} target
 * @param {string} tools
 * @param {string} place
 */
function coverage(target, tools, place) {
  const data = join(place, `${target}.profdata`);
  const merged = ask(join(tools, 'llvm-profdata'), [
    'merge',
    '-o',
    data,
    join(place, `${target}.profraw`),
  ]);
  if (!merged.ok) throw new SetupError(`llvm-profdata: ${merged.stderr}`);
  const binary = join(
    built,
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
  const tools = await buildFuzzers();
  // The corpus of a long run is where the next one begins.
  const place = short ? mkdtempSync(join(tmpdir(), 'collectd-fuzz-')) : built;
  writeModules(place);
  for (const name of names.length > 0 ? names : /** @type {Target[]} */ (Object.keys(TARGETS))) {
    const done = fuzz(name, runs, place);
    say(`${name}: ${done}, no finding${short ? '' : `, ${coverage(name, tools, place)} of lines`}`);
  }
  if (short) rmSync(place, { recursive: true });
});
