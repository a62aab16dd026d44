// `run` as a program of collectd's exec plugin: the way for machines without a libnode.
import { chmodSync, cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { csv, quote, readCsv, startDaemon } from '../daemon/harness/index.ts';
import { root } from './command.ts';

/** How docs/cli.md starts it. */
const [, start = ''] =
  /^ +Exec "nobody" (.*) "\/opt\//m.exec(readFileSync(join(root, 'docs/cli.md'), 'utf8')) ?? [];

/** The command, in a directory for PATH, and a plugin where any user can read them. */
function readable(): { bin: string; plugin: string } {
  const dir = temporary({
    'package.json': '{ "type": "module", "version": "0.0.0" }',
    'plugins/x.ts': `import collectd, { Notification, Values } from 'collectd';
let n = 0;
collectd.register_read(() => {
  const vl = new Values({ plugin: 'x', plugin_instance: 'a', type: 'if_octets', type_instance: 'b c' });
  vl.dispatch({ values: [2n ** 60n, n] });
  new Values({ plugin: 'x', type: 'gauge', values: [n % 2 ? NaN : n / 4] }).dispatch();
  new Notification({ message: 'say "hi"', plugin: 'x' }).dispatch({ severity: collectd.NOTIF_OKAY });
  n++;
});
collectd.register_init(() => console.log('uid', process.getuid?.(), collectd.interval, collectd.hostname));
collectd.register_shutdown(() => console.log('bye'));`,
  });
  for (const part of ['dist/cli', 'dist/collectd/nodejs']) {
    mkdirSync(join(dir, part), { recursive: true });
    cpSync(join(root, part), join(dir, part), {
      recursive: true,
      filter: (from) => !/\.(node|so[.\d]*)$/.test(from),
    });
  }
  mkdirSync(join(dir, 'bin'));
  symlinkSync('../dist/cli/collectd-nodejs.js', join(dir, 'bin/collectd-nodejs'));
  symlinkSync(realpathSync(process.execPath), join(dir, 'bin/node'));
  for (const part of ['', 'bin', 'plugins']) chmodSync(join(dir, part), 0o755);
  return { bin: join(dir, 'bin'), plugin: join(dir, 'plugins/x.ts') };
}

test.skipIf(process.getuid?.() !== 0)('values reach other plugins through exec', async () => {
  const { bin, plugin } = readable();
  const daemon = await startDaemon({
    env: { PATH: `${bin}:/usr/sbin:/usr/bin` },
    config: (dir) => `${csv(dir)}
LoadPlugin exec
<Plugin exec>
  Exec "nobody" ${start} ${quote(plugin)}
</Plugin>
`,
  });
  const values = await daemon.waitFor(() => {
    const rows = readCsv(daemon.dir, 'x-a/if_octets-b c');
    return rows.length >= 3 && rows;
  }, 60);
  expect(values.map((row) => row.values).slice(0, 3)).toEqual([
    ['1152921504606846976', '0'],
    ['1152921504606846976', '1'],
    ['1152921504606846976', '2'],
  ]);
  // By another write thread, and by the thread that reads what the program says.
  const [first] = await daemon.waitFor(() => {
    const rows = daemon.csv('x/gauge');
    return rows.length >= 1 && rows;
  }, 60);
  expect(Number(first?.values[0])).toBe(0);
  await daemon.waitForLog(/uid 65534 1 testhost/, 60);
  await daemon.waitForLog(
    /Notification: severity = OKAY, host = testhost, plugin = x, message = say "hi"/,
    60,
  );
  expect(daemon.log()).not.toMatch(/handle_putval|cmd_handle|parse error|nobody.*fail/i);
  await daemon.stop();
});
