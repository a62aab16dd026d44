// What `run` prints for others to read: collectd's exec plugin, a pipe that ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli, lines, program } from './command.ts';

test('slashes are those of the daemon, and meta data is text', async () => {
  const dir = temporary({
    'x.ts': `import collectd, { Notification, Values } from 'collectd';
import { open } from 'node:fs/promises';
collectd.register_read(async () => {
  for (let i = 0; i < 2; i++) await (await open('/proc/uptime')).close();
  const vl = new Values({ host: 'a/b', plugin: '/c/d', type: 'gauge', type_instance: '/', time: 5 });
  vl.dispatch({ values: [1], meta: { s: 'x "y"', n: 1.5, 'no key': 'z' } });
  new Notification({ message: 'm', time: 5, meta: { s: 'x "y"', b: true } }).dispatch({ severity: 4 });
});
collectd.register_missing(() => {});`,
  });
  const outcome = await cli(['run', '--once', '--hostname', 'h', `${dir}/x.ts`]);
  expect(lines(outcome)).toEqual([
    String.raw`PUTVAL "a_b/c_d/gauge-root" interval=10 meta:s="\"x \"y\"\"" meta:n="\"1.5\"" 5:1`,
    String.raw`PUTNOTIF severity=okay time=5 host="h" plugin="nodejs" s:s="x \"y\"" s:b="true" message="m"`,
  ]);
  expect(outcome.stderr).toMatch(
    /^notice: nodejs plugin: Outside collectd nothing calls the missing callback nodejs\.x \(.*\)\.\n$/,
  );
});

test('a line that exec would not read to its end is left out', async () => {
  const dir = temporary({
    'x.ts': `import collectd, { Values } from 'collectd';
collectd.register_read(() => {
  new Values({ plugin: 'x', type: 'gauge', values: [1], meta: { s: 'x'.repeat(1200) } }).dispatch();
  new Values({ plugin: 'y', type: 'gauge', values: [1] }).dispatch();
});`,
  });
  const args = ['run', '--once', '--hostname', 'h', `${dir}/x.ts`];
  const inExec = await cli(args, { env: { COLLECTD_INTERVAL: '10' } });
  expect(lines(inExec)).toEqual([expect.stringMatching(/^PUTVAL "h\/y\/gauge"/)]);
  expect(inExec.stderr).toMatch(/^error: .* left out: PUTVAL "h\/x\/gauge"/);
  expect(lines(await cli(args))).toHaveLength(2);
});

test('when nobody reads any more it stops as collectd would stop it', async () => {
  const dir = temporary({
    'x.ts': `import collectd, { Values } from 'collectd';
collectd.register_read(() => { new Values({ plugin: 'x', type: 'gauge', values: [1] }).dispatch(); });
collectd.register_shutdown(() => console.log('bye'));`,
  });
  const child = spawn(process.execPath, [program, 'run', '--interval', '0.1', `${dir}/x.ts`]);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(stderr).toBe('info: bye\n');
});

test('what a module writes to standard output by its number is logged, beside the values', async () => {
  const dir = temporary({
    'x.ts': `import collectd, { Values } from 'collectd';
import { writeSync } from 'node:fs';
collectd.register_read(() => {
  writeSync(1, 'by number\\n');
  new Values({ plugin: 'x', type: 'gauge', values: [1], time: 5 }).dispatch();
});`,
  });
  const outcome = await cli(['run', '--once', '--hostname', 'h', `${dir}/x.ts`]);
  expect(lines(outcome)).toEqual(['PUTVAL "h/x/gauge" interval=10 5:1']);
  expect(outcome.stderr).toBe('info: by number\n');
});
