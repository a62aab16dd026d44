// `collectd-nodejs run`: a plugin without collectd.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { waitFor } from '../daemon/harness/index.ts';
import { cli, lines, program } from './command.ts';

/** Runs x.ts once. */
async function runOnce(text: string, ...options: string[]) {
  const dir = temporary({ 'x.ts': text });
  const outcome = await cli(['run', '--once', '--hostname', 'h', ...options, `${dir}/x.ts`]);
  return { ...outcome, dir };
}

describe('what is dispatched', () => {
  test('value lists of every kind', async () => {
    const { stdout, stderr, status } = await runOnce(`import collectd, { Values } from 'collectd';
collectd.register_read(() => {
  const vl = new Values({ plugin: 'a b"c', plugin_instance: 'i', type: 'if_octets', time: 1700000000.5 });
  vl.dispatch({ type_instance: 'ä\\\\', interval: 5, values: [2n ** 63n - 1n, 7.9] });
  vl.dispatch({ type: 'gauge', values: [NaN], time: 0, host: 'other' });
  vl.dispatch({ type: 'counter', values: [2n ** 64n - 1n] });
  vl.dispatch({ type: 'gauge', values: [-1e-9] });
});`);
    expect(stderr).toMatch(/^warning: .*values\[1\] of type if_octets: 7\.9 is cut to 7, .*\n$/);
    expect(stdout.split('\n')).toEqual([
      'PUTVAL "h/a b\\"c-i/if_octets-ä\\\\" interval=5 1700000000.5:9223372036854775807:7',
      expect.stringMatching(/^PUTVAL "other\/a b\\"c-i\/gauge" interval=10 \d+(\.\d+)?:U$/),
      'PUTVAL "h/a b\\"c-i/counter" interval=10 1700000000.5:18446744073709551615',
      'PUTVAL "h/a b\\"c-i/gauge" interval=10 1700000000.5:-1e-9',
      '',
    ]);
    expect(status).toBe(0);
  });

  test('text that is too long is cut between characters, as in collectd', async () => {
    const { stdout, stderr } = await runOnce(`import collectd, { Values } from 'collectd';
collectd.register_read(() => {
  new Values({ plugin: 'ä'.repeat(100), type: 'gauge', values: [1] }).dispatch();
});`);
    expect(stdout).toMatch(/^PUTVAL "h\/ä{63}\/gauge" /);
    expect(stderr).toMatch(/^warning: nodejs plugin: "ä+" is cut to 127 bytes \(x\)$/m);
  });

  test('notifications, and JSON', async () => {
    const plugin = `import collectd, { Notification } from 'collectd';
collectd.register_read(() => {
  const heard = new Notification({ message: 'one\\ntwo', plugin: 'p', time: 5, severity: collectd.NOTIF_OKAY }).dispatch();
  console.log('heard', heard);
});`;
    const { stdout, stderr } = await runOnce(plugin);
    expect(stdout).toBe('PUTNOTIF severity=okay time=5 host="h" plugin="p" message="one two"\n');
    expect(stderr).toBe('info: heard true\n');
    expect(JSON.parse((await runOnce(plugin, '--json')).stdout)).toMatchObject({
      kind: 'notification',
      severity: 4,
      message: 'one\ntwo',
    });
  });

  test('what cannot be dispatched is refused as in collectd', async () => {
    const { stdout, stderr, status } = await runOnce(`import collectd, { Values } from 'collectd';
collectd.register_read(() => { new Values({ type: 'if_octets', values: [1] }).dispatch(); });
collectd.register_read(() => { new Values({ type: 'nope', values: [1] }).dispatch(); }, { name: 'b' });
collectd.register_read(() => { new Values({ type: 'gauge', values: [1] }).write('csv'); }, { name: 'c' });`);
    expect(stdout).toBe('');
    expect(stderr).toContain('Error: type if_octets needs 2 values, got 1 (x, ');
    expect(stderr).toContain('TypeError: Dataset nope not found (x, ');
    expect(stderr).toContain('Error: there is no write callback "csv" (x, ');
    expect(status).toBe(1);
  });
});

describe('the plugin has', () => {
  test('its configuration, init and shutdown callbacks, in their order', async () => {
    const dir = temporary({
      'x.ts': `import collectd from 'collectd';
collectd.register_config((config) => { console.log(String(config), config.children.map(String)); });
collectd.register_init(async () => { await 1; console.log('init'); });
collectd.register_shutdown(async () => { await 1; console.log('shutdown'); });
console.log(collectd.hostname, collectd.interval, collectd.get_interval());
`,
      'collectd.conf':
        '<Plugin nodejs>\n<Module X>\nA 1\n</Module>\n</Plugin>\n<Module x>\nB "2"\n</Module>\n<Module y>\nC 1\n</Module>\n',
    });
    const options = ['--config', `${dir}/collectd.conf`, '--hostname', 'h', '--interval', '2.5'];
    const { stderr, status } = await cli(['run', '--once', ...options, `${dir}/x`]);
    expect(stderr.split('\n')).toEqual([
      'info: h 2.5 2.5',
      `info: Module "X" [ 'A 1' ]`,
      `info: Module "x" [ 'B "2"' ]`,
      'info: init',
      'info: shutdown',
      '',
    ]);
    expect(status).toBe(0);
  });

  test('the name by which the configuration imports this very file', async () => {
    const dir = temporary({
      'dice/index.ts': `import { register_config } from 'collectd';
register_config((config) => { console.log(String(config)); });`,
      'dice/package.json': '{ "type": "module", "main": "index.ts" }',
      'cards/index.ts': `import { register_config } from 'collectd';
register_config((config) => { console.log(String(config)); });`,
    });
    const conf = `${dir}/collectd.conf`;
    writeFileSync(
      conf,
      `<Plugin nodejs>
  Import "${dir}/dice"
  <Module dice>
    A 1
  </Module>
  ModulePath "${dir}"
  Import "cards"
  <Module index>
    A 2
  </Module>
  <Module cards>
    A 3
  </Module>
</Plugin>
`,
    );
    const names: string[] = [];
    for (const plugin of ['dice/index.ts', 'dice/', 'cards/index', 'cards']) {
      const args = ['run', '--once', '--config', conf, `./${plugin}`];
      const { stderr, status } = await cli(args, { cwd: dir });
      expect(status, stderr).toBe(0);
      names.push(stderr.trim());
    }
    expect(names).toEqual([
      'info: Module "dice"',
      'info: Module "dice"',
      'info: Module "cards"',
      'info: Module "cards"',
    ]);
  });

  test('the block of a config callback that has a name of its own', async () => {
    const dir = temporary({
      'x.ts': `import { integer, register_config } from 'collectd';
register_config({ Speed: integer({ required: true }) }, ({ Speed }) => console.log(Speed), { name: 'link' });`,
      'collectd.conf': '<Module x>\nA 1\n</Module>\n<Module Link>\nSpeed 5\n</Module>\n',
    });
    const options = ['--once', '--config', `${dir}/collectd.conf`];
    const { stderr, status } = await cli(['run', ...options, `${dir}/x`]);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^warning: .*Found a configuration for the "x" plugin/),
      'info: 5',
      '',
    ]);
    expect(status).toBe(0);
  });

  test('write, notification, log and flush callbacks of its own', async () => {
    const { stderr, stdout, status } =
      await runOnce(`import collectd, { Notification, Values } from 'collectd';
collectd.register_read(() => {
  new Values({ type: 'derive', plugin: 'p', time: 10, values: [10n] }).dispatch();
  new Values({ type: 'derive', plugin: 'p', time: 12, values: [20n], meta: { a: 1n } }).dispatch();
  new Notification({ message: 'n' }).dispatch();
  collectd.flush({ timeout: 3 });
});
collectd.register_write((vl) => { console.log(vl.plugin, vl.values, vl.rates(), String(vl.meta.a)); }, { rates: true, bigint: true });
collectd.register_write((lists) => { console.log('batch', lists.length); }, { batch: true, name: 'b' });
collectd.register_notification((n) => { console.log('notified', n.message); });
collectd.register_flush((seconds) => { console.log('flush', seconds); });
collectd.register_log((severity, message) => { if (message === 'hello') collectd.warning('heard it'); });
collectd.info('hello');`);
    expect(stderr).toContain('info: p [ 10n ] [ NaN ] undefined\n');
    expect(stderr).toContain('info: p [ 20n ] [ 5 ] 1\n');
    expect(stderr).toContain('info: batch 2\n');
    expect(stderr).toContain('info: notified n\n');
    expect(stderr).toContain('info: flush 3\n');
    expect(stderr).toContain('warning: heard it\n');
    expect(stdout.split('\n')).toHaveLength(4);
    expect(status).toBe(0);
  });

  test('a cache of what it dispatched, and data sets of its own', async () => {
    const { stderr, status } = await runOnce(`import collectd, { Values } from 'collectd';
collectd.register_data_set('pair', [{ name: 'a', type: 'gauge' }, { name: 'b', type: 'derive' }]);
collectd.register_cache_event(({ kind, name }) => { console.log(kind, name); });
collectd.register_read(() => {
  const vl = new Values({ host: 'h', plugin: 'p', type: 'pair' });
  vl.dispatch({ time: 10, values: [1, 2n] });
  vl.dispatch({ time: 12, values: [3, 6n] });
  console.log(collectd.cache.names(), collectd.cache.rate('h/p/pair'), [...collectd.cache].length);
  console.log(collectd.cache.state('h/p/pair'), collectd.cache.value('h/q/pair'));
  console.log(collectd.threshold('h/p/pair'));
});`);
    expect(stderr.split('\n')).toEqual([
      "info: [ 'h/p/pair' ] [ 3, 2 ] 1",
      'info: unknown undefined',
      expect.stringMatching(/^info: (null|undefined)$/),
      'info: new h/p/pair',
      'info: update h/p/pair',
      '',
    ]);
    expect(status).toBe(0);
  });

  test('TypeScript beside it, JSON, packages and top-level await', async () => {
    const dir = temporary({
      'x.ts': `import collectd from 'collectd';
import { b } from './b.js';
import * as p from 'p';
import data from './d.json' with { type: 'json' };
const one = await Promise.resolve(1);
collectd.register_init(() => { console.log(b, p.name, data.n, one); });`,
      'b.ts': 'export const b: number = 5;',
      'd.json': '{ "n": 7 }',
      'node_modules/p/package.json': '{ "type": "module", "main": "i.js" }',
      'node_modules/p/i.js': 'export const name = "p";',
    });
    const { stderr, status } = await cli(['run', '--once', `${dir}/x.ts`]);
    expect(stderr).toBe('info: 5 p 7 1\n');
    expect(status).toBe(0);
  });
});

describe('failures', () => {
  test.each<[name: string, text: string, message: RegExp, ...options: string[]]>([
    [
      'throws at import',
      'throw new Error("no");',
      /^error: Unhandled nodejs exception in importing module: Error: no \(x, .*x\.ts:1:7\)\n/,
    ],
    ['does not compile', 'const a: = 1;', /SyntaxError: Unexpected token \(x, .*x\.ts:1:10\)\n/],
    ['ends the process', 'process.exit(3);', /has ended its own process \(exit status 3\)\.\n/],
    [
      'hangs',
      'for (;;);',
      /has not let its event loop run for 1 s, and was ended\.\n/,
      '--timeout',
      '1',
    ],
    [
      'never settles',
      'await new Promise(() => {});',
      /: its import has not finished within 5 s\.\n/,
      '--timeout',
      '5',
    ],
  ])('a plugin that %s', async (_, text, message, ...options) => {
    const { status, stderr } = await runOnce(text, ...options);
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });

  test('a plugin that is not there, and wrong arguments', async () => {
    const { status, stderr } = await cli(['run', '/nonexistent/x.ts']);
    expect(stderr).toMatch(/^collectd-nodejs: \/nonexistent\/x\.ts: no such module\. /);
    expect(status).toBe(1);
    expect((await cli(['run'])).status).toBe(2);
    expect((await cli(['run', 'a', 'b'])).status).toBe(2);
    expect((await cli(['run', '--interval', '0', 'a'])).stderr).toBe(
      'collectd-nodejs: --interval must be a number of seconds more than 0, at most 31536000 (a year), not "0"\n',
    );
    expect((await cli(['run', '--config', '/nonexistent', '/nonexistent/x'])).status).toBe(2);
    const env = { COLLECTD_INTERVAL: 'often' };
    const outcome = await cli(['run', '/nonexistent/x.ts'], { env });
    expect(outcome.stderr).toMatch(/^collectd-nodejs: \$COLLECTD_INTERVAL must be a number /);
    expect(outcome.status).toBe(2);
  });
});

test('it goes on in its interval until it is told to stop', async () => {
  const dir = temporary({
    'x.ts': `import collectd, { Values } from 'collectd';
let n = 0;
collectd.register_read(() => {
  if (n === 1) collectd.register_read(() => { new Values({ type: 'gauge', plugin: 'late', values: [0] }).dispatch(); }, { name: 'late' });
  new Values({ type: 'gauge', plugin: 'x', values: [n++] }).dispatch();
});
collectd.register_shutdown(() => console.log('shutdown'));`,
  });
  const child = spawn(process.execPath, [program, 'run', '--interval', '0.2', `${dir}/x.ts`]);
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.stderr += chunk;
  });
  await waitFor(
    () => /:3\n/.test(text.stdout) && /late/.test(text.stdout),
    60,
    () => text.stdout + text.stderr,
  );
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
  expect(text.stderr).toBe('info: shutdown\n');
  expect(text.stdout).toMatch(/\/x\/gauge" interval=0\.2 \d+(\.\d+)?:0\n/);
});

test('the shipped plugins', async () => {
  const dir = temporary({ temp: '42500\n' });
  const config = temporary({ 'm.conf': `<Module cpu_temp>\nPath "${dir}/temp"\n</Module>\n` });
  const outcome = await cli(['run', '--once', '--config', `${config}/m.conf`, 'plugins/cpu_temp']);
  expect(outcome.status, outcome.stderr).toBe(0);
  expect(lines(outcome)[0]).toMatch(/^PUTVAL "[^/]+\/cpu_temp\/temperature.*:42\.5$/);
});
