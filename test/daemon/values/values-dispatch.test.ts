// dispatch(): what it fills in, and what it refuses.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const writer = `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => {
  if (vl.type_instance !== '') report(vl.type_instance, vl);
});
`;

interface Received {
  host: string;
  plugin: string;
  plugin_instance: string;
  type: string;
  type_instance: string;
  time: number;
  interval: number;
  values: (number | string)[];
  meta: object;
}

test('every field is sent; what is missing has its default', async () => {
  const began = Date.now() / 1000;
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: {
      ...reporting,
      'writer.ts': writer,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        import { report } from './report.ts';
        collectd.register_init(() => {
          new Values({ type: 'gauge', type_instance: 'defaults', values: [1] }).dispatch();
          const all = new Values({
            host: 'h', plugin: 'p', plugin_instance: 'pi', type: 'if_octets', type_instance: 'all',
            time: 1732177000.125, interval: 2.5, values: [1, 2],
          });
          all.dispatch();
          const before = JSON.stringify(all);
          all.dispatch({
            host: 'h2', plugin: 'p2', plugin_instance: 'pi2', type: 'gauge', type_instance: 'fields',
            time: 1732177001, interval: 7, values: [3],
          });
          report('unchanged', before === JSON.stringify(all));
          all.type_instance = 'changed';
          all.values = [4, 5];
          all.dispatch();
          new Values().dispatch({ type: 'gauge', type_instance: 'from nothing', values: [6] });
        });`,
    },
  });
  const [nothing] = await waitForReport<Received>(daemon, 'from nothing');
  expect(nothing).toMatchObject({ host: 'testhost', plugin: 'nodejs', values: [6] });
  const [defaults] = await waitForReport<Received>(daemon, 'defaults');
  expect(defaults).toMatchObject({
    host: 'testhost',
    plugin: 'nodejs',
    plugin_instance: '',
    type: 'gauge',
    interval: 1,
    values: [1],
    meta: {},
  });
  // The time is that of the call. collectd's is in units of 2⁻³⁰ s, and this clock in milliseconds.
  expect(defaults?.time).toBeGreaterThan(began - 0.01);
  expect(defaults?.time).toBeLessThan(Date.now() / 1000 + 0.01);
  const common = { meta: {} };
  const all = {
    host: 'h',
    plugin: 'p',
    plugin_instance: 'pi',
    type: 'if_octets',
    time: 1732177000.125,
    interval: 2.5,
  };
  expect(reported(daemon, 'all')).toEqual([
    { ...all, ...common, type_instance: 'all', values: [1, 2] },
  ]);
  expect(reported(daemon, 'changed')).toEqual([
    { ...all, ...common, type_instance: 'changed', values: [4, 5] },
  ]);
  expect(reported(daemon, 'fields')).toEqual([
    {
      ...common,
      host: 'h2',
      plugin: 'p2',
      plugin_instance: 'pi2',
      type: 'gauge',
      type_instance: 'fields',
      time: 1732177001,
      interval: 7,
      values: [3],
    },
  ]);
  expect(reported(daemon, 'unchanged')).toEqual([true]);
});

test('the interval is that of the callback, of the Import block, or of the LoadPlugin block', async () => {
  const source = (name: string) => `
    import collectd, { Values } from 'collectd';
    const send = (where: string) =>
      new Values({ type: 'gauge', type_instance: '${name} ' + where, values: [1] }).dispatch();
    collectd.register_init(() => send('init'));
    collectd.register_read(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      send('read');
    }, 3);
    collectd.register_read(() => send('plain read'), { name: '${name}.plain' });
    setTimeout(() => send('timer'), 1);
    send('import');`;
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(dir, 'Import "writer"\nImport "own"\n<Import "other">\nInterval 5\n</Import>').replace(
        'LoadPlugin nodejs',
        '<LoadPlugin nodejs>\nInterval 4\n</LoadPlugin>',
      ),
    files: {
      ...reporting,
      'writer.ts': writer,
      'own.ts': source('own'),
      'other.ts': source('other'),
    },
  });
  const places = ['init', 'timer', 'import', 'plain read', 'read'];
  const found = ['own', 'other'].map(async (name) => {
    const waits = places.map((place) => waitForReport<Received>(daemon, `${name} ${place}`));
    return (await Promise.all(waits)).map(([vl]) => vl?.interval);
  });
  expect(await Promise.all(found)).toEqual([
    [4, 4, 4, 4, 3],
    [5, 5, 5, 5, 3],
  ]);
});
