// The same dispatches to collectd's own write_graphite and to plugins/carbon_writer.
import { expect, test } from 'vitest';
import { receiver, startCarbonWriter } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';

const ROUNDS = 40;

/** Numbers of all sizes and types; counters grow, and one wraps around. A quarter of a second: both cut it off. */
const source = `
import collectd, { Values } from 'collectd';
let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
collectd.register_read(() => {
  let counter = 4294900000n;
  let derive = 0n;
  for (let i = 0; i < ${ROUNDS}; i++) {
    const time = 1732177000.25 + i * 10;
    const put = (fields) => new Values({ host: 'web.example', plugin: 'p', time, interval: 10, ...fields }).dispatch();
    counter = (counter + BigInt(Math.floor(random() * 10000))) % 4294967296n;
    derive += BigInt(Math.floor(random() * 2 ** 40));
    put({ type: 'gauge', type_instance: 'small', values: [random() - 0.5] });
    put({ type: 'gauge', type_instance: 'large', values: [random() * 10 ** Math.floor(random() * 20)] });
    put({ type: 'gauge', type_instance: 'tie', values: [(2 * i + 1) / 128] });
    put({ plugin_instance: '0', type: 'counter', values: [counter] });
    put({ plugin_instance: '0', type: 'derive', type_instance: 'up-to', values: [derive] });
    put({ plugin_instance: 'eth0', type: 'if_octets', values: [derive, derive * 3n] });
    put({ type: 'absolute', values: [2n ** 53n + BigInt(i)] });
    put({ type: 'load', values: [random(), random(), random()] });
  }
}, 3600);
`;

const SOURCES = 11;

type Points = Map<string, [value: number, time: number][]>;

function pointsOf(lines: readonly string[]): Points {
  const points: Points = new Map();
  for (const line of lines) {
    const [metric = '', value, time] = line.trimEnd().split(' ');
    if (value === 'nan') continue;
    const all = points.get(metric) ?? [];
    all.push([Number(value), Number(time)]);
    points.set(metric, all);
  }
  return points;
}

async function compare(theirs: string, ours: string, lines: number, leftOut?: RegExp) {
  const [a, b] = [await LineServer.start(), await LineServer.start()];
  const daemon = await startCarbonWriter({
    options: receiver(b.endpoint, ours),
    source,
    config: `WriteThreads 1
LoadPlugin write_graphite
<Plugin write_graphite>
  <Node "peer">
    Host "127.0.0.1"
    Port "${a.port}"
    SeparateInstances true
    AlwaysAppendDS true
    ${theirs}
  </Node>
</Plugin>
`,
  });
  await b.waitForLines(lines);
  // write_graphite sends the rest of its buffer at the end.
  await daemon.stop();
  await a.waitForLines(ROUNDS * SOURCES);
  const keep = (points: Points) =>
    new Map([...points].filter(([metric]) => !leftOut?.test(metric)));
  const [expected, actual] = [keep(pointsOf(a.lines)), keep(pointsOf(b.lines))];
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [metric, points] of expected) {
    const found = actual.get(metric) ?? [];
    expect(found.map(([, time]) => time)).toEqual(points.map(([, time]) => time));
    for (const [i, [value]] of points.entries()) {
      const [own] = found[i] ?? [Number.NaN];
      // It writes gauges with 15 digits, and here they have six decimals.
      expect(Math.abs(own - value), metric).toBeLessThanOrEqual(5.1e-7 + Math.abs(value) * 1e-14);
    }
  }
  return expected;
}

test('values as they are', async () => {
  const points = await compare('StoreRates false', '', ROUNDS * SOURCES);
  expect(points.size).toBe(SOURCES);
  expect(points.get('web_example.p.0.derive.up-to.value')).toHaveLength(ROUNDS);
});

test('rates', async () => {
  // write_graphite divides absolute values as well; the original does not.
  const counters = 4;
  const lines = ROUNDS * SOURCES - counters;
  const points = await compare(
    'StoreRates true',
    'DifferentiateCountersOverTime true',
    lines,
    /absolute/,
  );
  expect(points.get('web_example.p.0.counter.value')).toHaveLength(ROUNDS - 1);
});

test('tags', async () => {
  const points = await compare('StoreRates false\nUseTags true', 'UseTags true', ROUNDS * SOURCES);
  expect(points.size).toBe(SOURCES);
});
