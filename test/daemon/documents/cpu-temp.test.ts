// plugins/cpu_temp in a real collectd.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csv, type Daemon, nodejs, quote, shippedPlugins, startDaemon } from '../harness/index.ts';

const sensor = (dir: string) => join(dir, 'plugins/sensor');

/** With the sensor's content (none: no file), and the lines of its `<Module>` blocks. */
function start(content: string | undefined, blocks: (dir: string) => string[]): Promise<Daemon> {
  return startDaemon({
    files: content === undefined ? {} : { sensor: content },
    config: (dir) => {
      const modules = blocks(dir).map((lines) => `<Module cpu_temp>\n${lines}\n</Module>`);
      const lines = [`ModulePath ${quote(shippedPlugins)}`, 'Import "cpu_temp"', ...modules];
      return csv(dir) + nodejs(dir, lines.join('\n'));
    },
  });
}

const path = (dir: string) => `Path ${quote(sensor(dir))}`;

test('dispatches degrees Celsius', async () => {
  const daemon = await start('48312\n', (dir) => [path(dir)]);
  const row = await daemon.waitFor(() => daemon.csv('cpu_temp/temperature').at(0));
  expect(Number(row.values[0])).toBe(48.312);
  expect(daemon.log()).toContain(
    `[info] cpu_temp plugin: Using overridden path ${sensor(daemon.dir)}\n`,
  );
  expect((await daemon.stop()).status).toBe(0);
});

test('knows frost', async () => {
  const daemon = await start('-500', (dir) => [path(dir)]);
  const row = await daemon.waitFor(() => daemon.csv('cpu_temp/temperature').at(0));
  expect(Number(row.values[0])).toBe(-0.5);
});

test('keys are case-insensitive, unknown ones are named, and each block says which path it is', async () => {
  const daemon = await start('1000', (dir) => ['Zone 3', path(dir).replace('Path', 'PATH')]);
  await daemon.waitForLog(/Initialization complete/);
  const log = daemon.log();
  expect(log).toContain('cpu_temp plugin: Unknown config key "Zone"');
  expect(log.match(/cpu_temp plugin: Using .*/g)).toEqual([
    'cpu_temp plugin: Using default path /sys/class/thermal/thermal_zone0/temp',
    `cpu_temp plugin: Using overridden path ${sensor(daemon.dir)}`,
  ]);
});

test.each([
  ['missing', undefined, 'cannot be read (ENOENT)'],
  ['empty', '', 'not a temperature: ""'],
  ['garbage', 'warm\n', 'not a temperature: "warm\\n"'],
  ['with a fraction', '48.3', 'not a temperature: "48.3"'],
])('a sensor that is %s fails the read, and collectd backs off', async (_, content, message) => {
  const daemon = await start(content, (dir) => [path(dir)]);
  await daemon.waitForLog(
    /read-function of plugin .nodejs\.cpu_temp. failed\. Will suspend it for 2\.000/,
  );
  expect(daemon.log()).toContain(`${sensor(daemon.dir)}: ${message}`);
  expect(daemon.csv('cpu_temp/temperature')).toEqual([]);
});

test('a sensor that comes back ends the back-off', async () => {
  const daemon = await start(undefined, (dir) => {
    mkdirSync(join(dir, 'zone'));
    return [`Path ${quote(join(dir, 'zone/temp'))}`];
  });
  await daemon.waitForLog(/zone\/temp: cannot be read \(ENOENT\)/);
  writeFileSync(join(daemon.dir, 'zone/temp'), '21000');
  const row = await daemon.waitFor(() => daemon.csv('cpu_temp/temperature').at(0));
  expect(Number(row.values[0])).toBe(21);
});
