// What options of Node do in a real collectd: those that show, many in one daemon. For each that
// `node --help` lists, test/cli/node-options.test.ts knows whether it works or is refused.
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listedOptions } from '../../fixtures/node-options.ts';
import { check } from '../fixtures/plugin.ts';
import { type Daemon, nodejs, quote, startDaemon, waitFor } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

/** An option, an expression in a module, and its value; `%` is the directory of the modules. */
const SHOWN: readonly (readonly [option: string, expression: string, value: unknown])[] = [
  ['--conditions=special', "require('conditional')", 'special'],
  ['--disable-proto=delete', "'__proto__' in {}", false],
  ['--disallow-code-generation-from-strings', "thrown(() => new Function(''))", 'EvalError'],
  ['--dns-result-order=ipv4first', "require('node:dns').getDefaultResultOrder()", 'ipv4first'],
  ['--enable-source-maps', 'process.sourceMapsEnabled', true],
  ['--experimental-specifier-resolution=node', "(await import('./ext/index.js')).other", 9],
  ['--expose-gc', 'typeof gc', 'function'],
  ['--max-http-header-size=9999', "require('node:http').maxHeaderSize", 9999],
  ['--no-addons', "thrown(() => process.dlopen({ exports: {} }, '/x'))", 'ERR_DLOPEN_DISABLED'],
  ['--no-experimental-fetch', 'typeof fetch', 'undefined'],
  ['--no-experimental-websocket', 'typeof WebSocket', 'undefined'],
  ['--no-network-family-autoselection', "require('node:net').getDefaultAutoSelectFamily()", false],
  ['--preserve-symlinks', "require('./link.cjs').endsWith('link.cjs')", true],
  ['--report-compact', 'process.report.compact', true],
  ['--report-directory=/nowhere', 'process.report.directory', '/nowhere'],
  ['--report-filename=name', 'process.report.filename', 'name'],
  ['--require=%/before.cjs', 'globalThis.before', true],
  ['--throw-deprecation', 'process.throwDeprecation', true],
  ['--tls-cipher-list=AES128-SHA', "require('node:tls').DEFAULT_CIPHERS", 'AES128-SHA'],
  ['--tls-max-v1.2', "require('node:tls').DEFAULT_MAX_VERSION", 'TLSv1.2'],
  ['--tls-min-v1.1', "require('node:tls').DEFAULT_MIN_VERSION", 'TLSv1.1'],
  ['--use-env-proxy', "require('node:http').globalAgent.options.proxyEnv !== undefined", true],
];

const files = {
  ...reporting,
  'ext/index.js': "export * from './other';",
  'ext/other.js': 'export const other = 9;',
  'ext/package.json': '{ "type": "module" }',
  'before.cjs': 'globalThis.before = true;',
  'target.cjs': 'module.exports = __filename;',
  'node_modules/conditional/package.json':
    '{ "exports": { "special": "./special.js", "default": "./default.js" } }',
  'node_modules/conditional/special.js': "module.exports = 'special';",
  'node_modules/conditional/default.js': "module.exports = 'default';",
  'asking.ts': `// @ts-nocheck
import { symlinkSync } from 'node:fs';
import { report } from './report.ts';
function thrown(run) {
  try { return run(); } catch (error) { return error.code ?? error.name; }
}
symlinkSync('target.cjs', __dirname + '/link.cjs');
const asking = {
${SHOWN.map(([option, expression]) => `'${option}': async () => ${expression},\n`).join('')}};
for (const [option, ask] of Object.entries(asking)) report(option, (await ask().catch(String)) ?? null);`,
};

const nodeOptions = (options: readonly string[]) =>
  options.map((option) => `NodeOption ${quote(option)}\n`).join('');

/** What the module sees of each option when the daemon has these. */
async function ask(shown: typeof SHOWN): Promise<unknown[]> {
  const daemon = await startDaemon({
    args: ['-T'],
    config: (dir) => {
      const options = shown.map(([option]) => option.replace('%', `${dir}/plugins`));
      return nodejs(dir, `${nodeOptions(options)}Import "asking"`);
    },
    files,
  });
  const { status, log } = await daemon.waitForExit();
  expect(status, log).toBe(0);
  return SHOWN.map(([option]) => [option, reported(daemon, option)[0]]);
}

test('an option changes what modules see', async () => {
  const { log } = await check('Import "x"', { files: { 'x.ts': '' } });
  const major = Number(/Node\.js v(\d+)/.exec(log)?.[1]);
  const shown = SHOWN.filter(([option]) =>
    listedOptions.get(option.replace(/=.*/, ''))?.has(major),
  );
  expect(shown.length).toBeGreaterThan(15);
  const without = await ask([]);
  const withThem = await ask(shown);
  for (const one of shown) {
    const at = SHOWN.indexOf(one);
    const [option, , value] = one;
    expect(withThem[at]).toEqual([option, value]);
    expect(without[at]).not.toEqual([option, value]);
  }
});

const QUIET = "import { register_read } from 'collectd';\nregister_read(() => {});";

/** Names of files in BaseDir, where Node writes. */
const written = (daemon: Daemon, pattern: RegExp) =>
  readdirSync(join(daemon.dir, 'data')).filter((name) => pattern.test(name));

test('SIGUSR2 makes each worker write its report and its heap', async () => {
  const options = [
    '--report-on-signal',
    '--report-signal=SIGUSR2',
    '--heapsnapshot-signal=SIGUSR2',
  ];
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, `${nodeOptions(options)}Import "one"\nImport "two"`),
    files: { 'one.ts': QUIET, 'two.ts': QUIET },
  });
  await daemon.waitForLog(/Initialization complete/);
  daemon.kill('SIGUSR2');
  await daemon.waitFor(() => written(daemon, /^report\..*\.json$/).length === 2);
  await daemon.waitFor(() => written(daemon, /^Heap\..*\.heapsnapshot$/).length === 2);
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
});

test('--prof writes a log of each worker into BaseDir, with samples', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(dir, `${nodeOptions(['--prof'])}Timeout 300\nImport "busy"\nImport "quiet"`),
    files: {
      ...reporting,
      'quiet.ts': QUIET,
      // Samples are taken of time on the processor, however much of it others have.
      'busy.ts': `import { register_init } from 'collectd';
import { report } from './report.ts';
register_init(function burning() {
  const before = process.cpuUsage().user;
  while (process.cpuUsage().user - before < 500_000);
  report('burnt', true);
});`,
    },
  });
  await waitForReport(daemon, 'burnt');
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
  const logs = written(daemon, /^isolate-.*-v8\.log$/).map((name) =>
    readFileSync(join(daemon.dir, 'data', name), 'latin1'),
  );
  expect(logs).toHaveLength(2);
  const [busy = ''] = logs.filter((log) => /^code-creation,.*burning/m.test(log));
  expect(busy.match(/^tick,/gm)?.length ?? 0).toBeGreaterThan(20);
});

test('what traces writes to the standard error of collectd', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(dir, `${nodeOptions(['--trace-exit', '--trace-sync-io'])}Import "ending"`),
    files: {
      'ending.ts': `import { statSync } from 'node:fs';
setImmediate(() => statSync('/'));
setImmediate(() => setImmediate(() => process.exit(3)));`,
    },
  });
  await daemon.waitForLog(/WARNING: Detected use of sync API[^]*at statSync/);
  await daemon.waitForLog(/WARNING: Exited the environment with code 3/);
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
});

test('--no-experimental-repl-await is for Interactive', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        `${nodeOptions(['--no-experimental-repl-await'])}Interactive ${quote(`${dir}/repl`)}\nImport "quiet"`,
      ),
    files: { 'quiet.ts': QUIET },
  });
  await daemon.waitForLog(/Initialization complete/);
  const connection = connect(join(daemon.dir, 'repl'));
  onTestFinished(() => void connection.destroy());
  let text = '';
  connection.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  connection.write('await 40 + 2\n');
  await waitFor(
    () => /SyntaxError: await is only valid/.test(text),
    undefined,
    () => text,
  );
  connection.destroy();
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
});
