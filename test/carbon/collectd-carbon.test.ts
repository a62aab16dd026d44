// The same lines as a Python plugin that does what collectd-carbon's documentation says, byte by byte, in one collectd.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';

const ROUNDS = 20;
/** Lists of one round. */
const LISTS = 15;

/** Well-formed identifiers, and values of all sizes; no counter falls, where the two do not want the same. */
const source = `
import collectd, { Values } from 'collectd';
let seed = 11;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
collectd.register_read(() => {
  let count = 2n ** 53n - 5000n;
  for (let i = 0; i < ${ROUNDS}; i++) {
    const time = 1732177000.9 + i * 10;
    const put = (fields) => new Values({ host: 'web.example', plugin: 'p', time, interval: 10, ...fields }).dispatch();
    count += BigInt(Math.floor(random() * 1000));
    put({ type: 'gauge', values: [random() - 0.5] });
    put({ type: 'gauge', type_instance: 'large', values: [random() * 10 ** Math.floor(random() * 300)] });
    put({ type: 'gauge', type_instance: 'tie', values: [-(2 * i + 1) / 128] });
    put({ type: 'gauge', type_instance: 'none', values: [-0] });
    put({ type: 'absolute', values: [2n ** 64n - 1n - BigInt(i)] });
    put({ type: 'counter', plugin_instance: 'a.b c', values: [count] });
    put({ type: 'counter', plugin_instance: 'small', values: [i * i] });
    put({ type: 'derive', plugin_instance: 'up', type_instance: 'to (date)', values: [count * 1000n] });
    put({ type: 'derive', plugin_instance: 'below', type_instance: '0', values: [-(2n ** 62n) + count] });
    put({ type: 'load', values: [random(), random() * 10, 100] });
    put({ plugin: 'interface', plugin_instance: 'Eth0.17', type: 'if_octets', values: [count, count * 2n] });
    put({ plugin: 'df', plugin_instance: '  root ', type: 'df_complex', type_instance: 'free', values: [2 ** 40 + i] });
    put({ plugin: 'ping', type: 'ping', type_instance: '10.0.0.1', values: [random() * 50] });
    put({ plugin: 'disk', plugin_instance: '"sda"', type: 'disk_ops', values: [i, 3 * i] });
    put({ host: 'grüße', plugin: 'p', type: 'gauge', type_instance: 'ü', values: [i] });
  }
}, 3600);
`;

const peer = readFileSync(join(import.meta.dirname, 'peer.py'), 'utf8');

test.each([
  ['no option', ''],
  [
    'options of names',
    'MetricPrefix "all.of"\nHostPostfix "dc1"\nHostSeparator "-"\nMetricSeparator "_"',
  ],
  ['lower case', 'LowercaseMetricNames true'],
  ['differences', 'DifferentiateCounters true\nHostSeparator "."'],
  ['differences, by their older name', 'DeriveCounters true'],
  ['differences over time', 'DifferentiateCountersOverTime true'],
])('%s', async (_, options) => {
  const [theirs, ours] = [await LineServer.start(), await LineServer.start()];
  const block = (port: number) => `LineReceiverHost "127.0.0.1"
LineReceiverPort ${port}
LineReceiverProtocol "tcp"
TypesDB "/usr/share/collectd/types.db"
${options}
`;
  const daemon = await startCarbonWriter({
    options: block(ours.port),
    source,
    files: { 'peer.py': peer },
    config: (dir) => `WriteThreads 1
LoadPlugin python
<Plugin python>
  ModulePath "${dir}/plugins"
  Import "peer"
  <Module peer>
    ${block(theirs.port)}
  </Module>
</Plugin>
`,
  });
  await ours.waitForLines(ROUNDS * LISTS);
  await daemon.stop();
  await expect.poll(() => theirs.lines).toEqual(ours.lines);
  expect(ours.lines.length).toBeGreaterThanOrEqual(ROUNDS * (LISTS + 2));
});
