// plugins/carbon_writer in a real collectd: what arrives at a receiver.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quote } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';
import { inOrder, patient, receiver, startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';

/** Dispatches once. */
const once = (code: string) => `
import collectd, { Values } from 'collectd';
const time = 1732177000.9;
function put(fields) {
  new Values({ host: 'h', plugin: 'p', time, ...fields }).dispatch();
}
collectd.register_read(() => {
${code}
}, 3600);
`;

test('one line for each data source', async () => {
  const server = await LineServer.start();
  const daemon = await startCarbonWriter({
    options: receiver(server.endpoint),
    config: inOrder,
    source: once(`
  put({ type: 'gauge', values: [1.5] });
  put({ host: 'a.b', plugin_instance: 'x y', type: 'if_octets', type_instance: 't.i', values: [1, 2 ** 53] });
  put({ type: 'counter', values: [2n ** 64n - 1n] });
  put({ type: 'derive', values: [-(2n ** 63n)] });
  put({ type: 'gauge', type_instance: 'not', values: [NaN] });
  put({ type: 'gauge', type_instance: 'endless', values: [Infinity] });
  put({ type: 'gauge', type_instance: 'Grüße', values: [-0.0078125] });`),
  });
  await server.waitForLines(6);
  expect(server.lines).toEqual([
    'h.p.gauge.value 1.500000 1732177000',
    'a_b.p.x.y.if_octets.t.i.rx 1.000000 1732177000',
    'a_b.p.x.y.if_octets.t.i.tx 9007199254740992.000000 1732177000',
    'h.p.counter.value 18446744073709551616.000000 1732177000',
    'h.p.derive.value -9223372036854775808.000000 1732177000',
    'h.p.gauge.Grüße.value -0.007812 1732177000',
  ]);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/\[(error|warning)\]/);
});

test('differences of counters', async () => {
  const server = await LineServer.start();
  const daemon = await startCarbonWriter({
    options: receiver(server.endpoint, 'DifferentiateCounters true'),
    config: inOrder,
    source: once(`
  for (const [i, value] of [9007199254740993n, 9007199254740995n, 7n, 10n].entries())
    put({ type: 'counter', values: [value], time: time + i });
  for (const [i, value] of [4294967290n, 5n].entries())
    put({ type: 'counter', type_instance: 'wrap', values: [value], time: time + i });
  for (const [i, value] of [10n, 5n, 25n].entries())
    put({ type: 'derive', values: [value], time: time + i });
  for (const [i, value] of [3, 4].entries())
    put({ type: 'gauge', values: [value], time: time + i });
  // The same metric, and not the same counter.
  for (const [i, value] of [100n, 101n].entries()) {
    put({ type: 'derive', type_instance: 'd.n', values: [value], time: time + i });
    put({ type: 'derive', type_instance: 'd n', values: [value * 10n], time: time + i });
  }`),
  });
  await server.waitForLines(8);
  expect(server.lines).toEqual([
    'h.p.counter.value 2.000000 1732177001',
    'h.p.counter.value 3.000000 1732177003',
    'h.p.counter.wrap.value 11.000000 1732177001',
    'h.p.derive.value 20.000000 1732177002',
    'h.p.gauge.value 3.000000 1732177000',
    'h.p.gauge.value 4.000000 1732177001',
    'h.p.derive.d.n.value 1.000000 1732177001',
    'h.p.derive.d.n.value 10.000000 1732177001',
  ]);
  await daemon.stop();
});

test('rates, all names in lower case, a prefix and separators', async () => {
  const server = await LineServer.start();
  const daemon = await startCarbonWriter({
    options: receiver(
      server.endpoint,
      `DifferentiateCountersOverTime true
      LowercaseMetricNames "yes"
      MetricPrefix "Collectd"
      HostPostfix "DC 1"
      HostSeparator "-"
      MetricSeparator "__"`,
    ),
    config: inOrder,
    source: once(`
  for (const [i, value] of [100n, 150n, 160n].entries())
    put({ host: 'A.b', plugin: 'P', plugin_instance: 'C d', type: 'derive', values: [value], time: time + i / 2 });`),
  });
  await server.waitForLines(2);
  expect(server.lines).toEqual([
    'collectd.a-b.dc_1.p.c__d.derive.value 100.000000 1732177001',
    'collectd.a-b.dc_1.p.c__d.derive.value 20.000000 1732177001',
  ]);
  await daemon.stop();
});

test('flags that are false are off', async () => {
  const server = await LineServer.start();
  const daemon = await startCarbonWriter({
    options: receiver(
      server.endpoint,
      'DifferentiateCounters false\nDifferentiateCountersOverTime false\nLowercaseMetricNames false\nUseTags false',
    ),
    source: once(`put({ host: 'H', type: 'counter', values: [5n] });`),
  });
  await server.waitForLines(1);
  expect(server.lines).toEqual(['H.p.counter.value 5.000000 1732177000']);
  await daemon.stop();
});

test('two blocks and two receivers each: every line to each of them', async () => {
  const [a, b, c] = [
    await LineServer.start(),
    await LineServer.start(),
    await LineServer.start(),
  ] as const;
  const daemon = await startCarbonWriter({
    options: `LineReceiverHost "127.0.0.1"
      LineReceiverPort ${a.port}
      LineReceiverHost "localhost"
      LineReceiverPort ${b.port}
      </Module>
      <Module carbon_writer>
      UseTags true
      <Receiver>
        Host "127.0.0.1"
        Port "${c.port}"
        Protocol "TCP"
      </Receiver>`,
    source: once(`put({ type: 'if_octets', type_instance: 't', values: [1, 2] });`),
  });
  for (const server of [a, b, c]) await server.waitForLines(2);
  const path = ['h.p.if_octets.t.rx 1.000000 1732177000', 'h.p.if_octets.t.tx 2.000000 1732177000'];
  expect(a.lines).toEqual(path);
  expect(b.lines).toEqual(path);
  expect(c.lines).toEqual([
    'p.if_octets.rx;host=h;plugin=p;type=if_octets;type_instance=t;ds_name=rx 1.000000 1732177000',
    'p.if_octets.tx;host=h;plugin=p;type=if_octets;type_instance=t;ds_name=tx 2.000000 1732177000',
  ]);
  await daemon.stop();
});

test('what waits for its FlushInterval is sent by a flush, and when collectd stops', async () => {
  const server = await LineServer.start();
  const daemon = await startCarbonWriter({
    options: receiver(server.endpoint, `FlushInterval 3600\n${patient}`),
    files: reporting,
    source: `
import { existsSync } from 'node:fs';
import collectd, { Values } from 'collectd';
import { report } from './report.ts';
let round = 0;
collectd.register_write((vl) => report('written', vl.time));
collectd.register_read(() => {
  const { HOME } = process.env;
  if (round === 0 || (round === 1 && existsSync(HOME + '/more'))) {
    round++;
    new Values({ host: 'h', plugin: 'p', type: 'gauge', time: round }).dispatch({ values: [round] });
  }
  if (round === 1) collectd.flush({ plugin: 'nodejs.carbon_writer' });
});
`,
  });
  await server.waitForLines(1);
  writeFileSync(join(daemon.dir, 'more'), '');
  await expect.poll(() => reported(daemon, 'written')).toEqual([1, 2]);
  expect(server.lines).toHaveLength(1);
  const { status } = await daemon.stop();
  expect(status).toBe(0);
  await server.waitForLines(2);
  expect(server.lines).toEqual(['h.p.gauge.value 1.000000 1', 'h.p.gauge.value 2.000000 2']);
});

test('types of TypesDB, and one complaint for each type that cannot be sent', async () => {
  const server = await LineServer.start();
  const types = {
    'a.db': '# mine\ngauge  a:GAUGE:0:U\ncounter x:COUNTER:0\nload a:GAUGE:0:1, b:GAUGE:0:1\n',
    'b.db': 'gauge  mine:GAUGE:U:U\nbroken\nif_octets rx:DERIVE:0:U, tx:WHAT:0:U\n',
  };
  const daemon = await startCarbonWriter({
    options: (dir) =>
      receiver(
        server.endpoint,
        `TypesDB ${quote(`${dir}/plugins/a.db`)} ${quote(`${dir}/plugins/b.db`)}`,
      ),
    config: inOrder,
    files: types,
    source: once(`
  for (let i = 0; i < 3; i++) {
    put({ type: 'counter', values: [1], time: time + i });
    put({ type: 'load', values: [1, 2, 3], time: time + i });
    put({ type: 'derive', values: [1], time: time + i });
    put({ type: 'gauge', values: [i], time: time + i });
  }`),
  });
  await server.waitForLines(3);
  expect(server.lines.at(-1)).toBe('h.p.gauge.mine 2.000000 1732177002');
  const { log } = await daemon.stop();
  const said = log.split('\n').flatMap((line) => line.split('carbon_writer plugin: ')[1] ?? []);
  const file = (name: string) => join(daemon.dir, 'plugins', name);
  expect(said.filter((line) => line.includes('type'))).toEqual([
    `TypesDB ${file('a.db')}:3: type "counter" has "x:COUNTER:0" where name:TYPE:min:max is expected`,
    `TypesDB ${file('b.db')}:2: type "broken" has no data source`,
    `TypesDB ${file('b.db')}:3: type "if_octets" has "tx:WHAT:0:U" where name:TYPE:min:max is expected`,
    'type "counter" is not known; its values are not sent',
    'type "load" has 2 data sources, but a value list came with 3 values; its values are not sent',
    'type "derive" is not known; its values are not sent',
  ]);
});
