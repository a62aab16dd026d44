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

const blocks = ({ ports }: Carbon) =>
  [
    ['line', ports.line, 'LineReceiverProtocol "tcp"'],
    ['pickled', ports.pickle, 'LineReceiverProtocol "pickle"'],
    ['datagrams', ports.line, 'LineReceiverProtocol "UDP"'],
    ['tagged', ports.line, 'UseTags true'],
  ]
    .map(
      ([prefix, port, more]) => `<Module carbon_writer>
        LineReceiverHost "127.0.0.1"
        LineReceiverPort ${port}
        MetricPrefix "${prefix}"
        ${more}
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
  for (const prefix of ['line', 'pickled', 'datagrams']) {
    for (const [identifier, metric, index] of metrics) {
      const expected = written(daemon, identifier, index);
      const seconds = [...expected.keys()];
      expect(seconds.length).toBeGreaterThan(1);
      const read = () =>
        carbon.points(`${prefix}.${metric}`, Math.min(...seconds), Math.max(...seconds));
      await daemon.waitFor(() => seconds.every((second) => read().has(second)), 60);
      const points = read();
      expect([...points.keys()].sort()).toEqual(seconds.sort());
      for (const [second, value] of expected) {
        // Lines have six decimals, and csv has 15 digits.
        const difference = Math.abs((points.get(second) as number) - value);
        expect(difference, `${prefix}.${metric}`).toBeLessThanOrEqual(
          5.1e-7 + Math.abs(value) * 1e-14,
        );
      }
    }
  }
  await daemon.waitFor(() => carbon.tagged().some((name) => name.includes('tagged')), 60);
  const names = carbon.tagged().join('\n');
  for (const tag of ['host=testhost', 'plugin=own', 'plugin_instance=x', 'ds_name=value'])
    expect(names).toContain(tag);
  expect(carbon.output()).not.toMatch(/invalid line|invalid pickle|Error decoding/i);
}, 150_000);
