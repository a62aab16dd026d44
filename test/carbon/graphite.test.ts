// plugins/carbon_writer with Debian's Carbon: what the whisper files hold.
import { expect, test } from 'vitest';
import {
  csv,
  type Daemon,
  nodejs,
  quote,
  shippedPlugins,
  startDaemon,
} from '../daemon/harness/index.ts';
import { patient, receiver } from './carbon-writer.ts';
import { Carbon } from './graphite.ts';

const source = `
import collectd, { Values } from 'collectd';
let round = 0;
collectd.register_read(() => {
  round++;
  const vl = new Values({ plugin: 'own', plugin_instance: 'x y' });
  vl.dispatch({ type: 'gauge', values: [round / 7] });
  vl.dispatch({ type: 'derive', values: [-(2n ** 40n) * BigInt(round)] });
  vl.dispatch({ type: 'counter', values: [2 ** 53 + round] });
});
`;

const blocks = ({ lines, pickles }: Carbon) =>
  [
    ['line', lines, 'LineReceiverProtocol "tcp"'] as const,
    ['pickled', pickles, 'LineReceiverProtocol "pickle"'] as const,
    ['datagrams', lines, 'LineReceiverProtocol "UDP"'] as const,
    ['tagged', lines, 'UseTags true'] as const,
  ]
    .map(
      ([prefix, endpoint, more]) => `<Module carbon_writer>
        ${receiver(endpoint, `MetricPrefix "${prefix}"\n${patient}${more}`)}
      </Module>`,
    )
    .join('\n');

/** The identifier in csv's file names, the metric, and which of its values it is. */
const metrics = [
  ['load/load', 'testhost.load.load.shortterm', 0],
  ['load/load', 'testhost.load.load.longterm', 2],
  ['memory/memory-used', 'testhost.memory.memory.used.value', 0],
  ['uptime/uptime', 'testhost.uptime.uptime.value', 0],
  ['own-x y/gauge', 'testhost.own.x.y.gauge.value', 0],
  ['own-x y/derive', 'testhost.own.x.y.derive.value', 0],
  ['own-x y/counter', 'testhost.own.x.y.counter.value', 0],
] as const;

/** What collectd's own csv plugin wrote, by second; the last one counts, as it does in whisper. */
function written(daemon: Daemon, identifier: string, index: number): Map<number, number> {
  return new Map(
    daemon
      .csv(identifier)
      .map(({ time, values }) => [Math.trunc(time), Number(values[index])] as const),
  );
}

test('values of collectd and of a module are in the whisper files, by lines, pickles and datagrams', async () => {
  const carbon = await Carbon.start();
  const daemon = await startDaemon({
    files: { 'source.ts': source },
    config: (dir) => `${csv(dir)}
      LoadPlugin load
      LoadPlugin memory
      LoadPlugin uptime
      ${nodejs(
        dir,
        `ModulePath ${quote(shippedPlugins)}
        ShutdownTimeout 40
        Import "carbon_writer"
        Import "source"
        ${blocks(carbon)}`,
      )}`,
  });
  await daemon.waitFor(() => daemon.csv('own-x y/gauge').length >= 4);
  await daemon.waitFor(() => daemon.csv('load/load').length >= 3);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/carbon_writer.*(lost|dropped|cannot)/);
  const series = ['line', 'pickled', 'datagrams'].flatMap((prefix) =>
    metrics.map(([identifier, metric, index]) => {
      const expected = written(daemon, identifier, index);
      const seconds = [...expected.keys()].sort();
      return { metric: `${prefix}.${metric}`, expected, seconds };
    }),
  );
  for (const { seconds } of series) expect(seconds.length).toBeGreaterThan(1);
  const queries = series.map(({ metric, seconds }) => ({
    metric,
    from: Math.min(...seconds),
    until: Math.max(...seconds),
  }));
  const secondsOf = () => carbon.points(queries).map((points) => [...points.keys()].sort());
  await expect
    .poll(secondsOf, { timeout: 90_000, interval: 250 })
    .toEqual(series.map(({ seconds }) => seconds));
  for (const [i, points] of carbon.points(queries).entries()) {
    const { metric, expected } = series[i] as (typeof series)[number];
    for (const [second, value] of expected) {
      // Lines have six decimals, and csv has 15 digits.
      const difference = Math.abs((points.get(second) as number) - value);
      expect(difference, metric).toBeLessThanOrEqual(5.1e-7 + Math.abs(value) * 1e-14);
    }
  }
  await daemon.waitFor(() => carbon.tagged().some((name) => name.includes('tagged')), 60);
  const names = carbon.tagged().join('\n');
  for (const tag of ['host=testhost', 'plugin=own', 'plugin_instance=x', 'ds_name=value'])
    expect(names).toContain(tag);
  expect(carbon.output()).not.toMatch(/invalid line|invalid pickle|Error decoding/i);
}, 300_000);
