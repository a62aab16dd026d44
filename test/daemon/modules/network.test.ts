// collectd-nodejs/network inside collectd: no node_modules, and nothing to pay where it is not used.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startReader, take } from '../../network/loopback.ts';
import { check, logged } from '../fixtures/plugin.ts';
import { nodejs, pluginDir, startDaemon } from '../harness/index.ts';
import { reporting, waitForReport } from '../harness/reported.ts';

const names = Object.keys(createRequire(import.meta.url)(join(pluginDir, 'nodejs/network.js')));

/** A Reader and a Connection that talk to each other, and what came of it. */
const talk = `async function talk(collectd, network) {
  const reader = new network.Reader({ host: '127.0.0.1', port: 0 });
  await reader.ready;
  const conn = new network.Connection({
    hostname: 'me', collectd_host: '127.0.0.1', collectd_port: reader.address().port,
  });
  conn.coins.record('heads', { flips: 2 });
  await conn.flush();
  const lines = [];
  for await (const item of reader) {
    lines.push(String(item).replace(/^\\[\\d+\\] /, ''));
    if (lines.length === 2) break;
  }
  await conn.close();
  await reader.close();
  console.log(lines.join(' '), Object.keys(network).sort().join());
}
`;
const named = `Connection, Encoder, NOTIF_FAILURE, NOTIF_OKAY, NOTIF_WARNING, Notification, Reader, Values, decode, start_threads`;

test.each([
  [
    'ts',
    `import collectd from 'collectd';
     import { ${named} } from 'collectd-nodejs/network';
     import * as all from 'collectd-nodejs/network';
     import { type Item, Reader as Again } from 'node:collectd-nodejs/network';
     if (Again !== Reader || all.Reader !== Reader) throw new Error('two of them');
     const item: Item | undefined = decode(new Uint8Array()).items[0];
     if (item !== undefined) throw new Error('an item');
     collectd.register_init(() => talk(collectd, { ${named} }));`,
  ],
  [
    'js',
    `import collectd from 'collectd';
     import all, { ${named} } from 'collectd-nodejs/network';
     if (all.Reader !== Reader) throw new Error('two of them');
     await null;
     collectd.register_init(() => talk(collectd, { ${named} }));`,
  ],
  [
    'mjs',
    `import { register_init } from 'collectd';
     import { ${named} } from 'collectd-nodejs/network';
     const later = await import('collectd-nodejs/network');
     if (later.Reader !== Reader) throw new Error('two of them');
     register_init(() => talk(undefined, { ${named} }));`,
  ],
  [
    'cjs',
    `const collectd = require('collectd');
     const { ${named} } = require('collectd-nodejs/network');
     if (require('collectd-nodejs/network').Reader !== Reader) throw new Error('two of them');
     collectd.register_init(() => talk(collectd, { ${named} }));`,
  ],
])('a plugin (.%s) that receives what it sends', async (extension, text) => {
  const function_ =
    extension === 'ts'
      ? talk.replace('collectd, network', 'collectd: unknown, network: any')
      : talk;
  const files = { [`x.${extension}`]: function_ + text };
  // It waits for a datagram, in an init callback.
  const { status, log } = await check('Timeout 40\nImport "x"', { files });
  expect([...logged(log, 'error'), ...logged(log, 'warning')], log).toEqual([]);
  const printed = logged(log, 'info').filter((line) => !line.startsWith('nodejs plugin: '));
  const lines = ['heads-flips', 'flips'].map((name) => `me/any/gauge/coins-${name} [(1, 2.0)]`);
  expect(printed).toEqual([`${lines.join(' ')} ${[...names].sort().join()}`]);
  expect(status).toBe(0);
});

test('what was received can be dispatched, and an error names the line that made it', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "x"'),
    files: {
      ...reporting,
      'x.ts': `import collectd, { Values } from 'collectd';
import { Encoder, decode, Values as Received } from 'collectd-nodejs/network';
import { report } from './report.ts';
collectd.register_write((vl) => report('written', [vl.host, vl.type, vl.time, vl.interval, vl.values]), { bigint: true });
collectd.register_read(() => {
  const encoder = new Encoder();
  const dstypes = ['derive', 'derive'] as const;
  encoder.add({ host: 'far', plugin: 'p', type: 'if_octets', time: 1e9, interval: 5, values: [1, 2n ** 60n], dstypes });
  for (const item of decode(encoder.flush()!, { bigint: true }).items) {
    if (item instanceof Received) new Values(item).dispatch();
  }
}, 3600);
collectd.register_init(() => { new Encoder({ size: 7 }); });
`,
    },
  });
  const [written] = await waitForReport(daemon, 'written');
  expect(written).toEqual(['far', 'if_octets', 1e9, 5, ['1n', `${2n ** 60n}n`]]);
  expect(daemon.log()).toMatch(
    /Unhandled nodejs exception in init callback: RangeError: size must be 1024 to 65535, not 7 \(x, \/\S+\/x\.ts:13:32\)/,
  );
});

test('what a Connection counted last is sent when collectd stops', async () => {
  const reader = await startReader();
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(dir, '<Import "x">\nWorker "same"\n</Import>\n<Import "y">\nWorker "same"\n</Import>'),
    files: {
      'y.ts': `import { start_threads } from 'collectd-nodejs/network';
        start_threads();
        console.log('started too');`,
      'x.ts': `import { Connection, start_threads } from 'collectd-nodejs/network';
        const conn = new Connection<'x'>({ collectd_host: '127.0.0.1', collectd_port: ${reader.address().port}, interval: 3600 });
        start_threads();
        conn.x.record({ last: 7 });
        console.log('started');`,
    },
  });
  await daemon.waitForLog(/Initialization complete/);
  expect(daemon.log()).toMatch(/started$[^]*started too$/m);
  const { status } = await daemon.stop();
  expect(status).toBe(0);
  expect((await take(reader, 1))[0]).toMatchObject({ type_instance: 'x-last', values: [7] });
});

test('a worker that does not use it has not loaded it', async () => {
  const loaded = (name: string): string => `import { createRequire } from 'node:module';
    const files = Object.keys(createRequire('/').cache).map((file) => file.replace(/.*\\//, ''));
    console.log('${name}', files.includes('network.js'));`;
  const { log } = await check('Import "without"\nImport "with"', {
    files: {
      'without.ts': `import 'collectd';\n${loaded('without')}`,
      'with.ts': `import 'collectd-nodejs/network';\n${loaded('with')}`,
    },
  });
  const lines = logged(log, 'info').filter((line) => /(true|false)$/.test(line));
  expect(lines.sort()).toEqual(['with true', 'without false']);
  expect(readFileSync(join(pluginDir, 'nodejs/boot.js'), 'utf8')).not.toContain('239.192.74.66');
});
