// <Match "nodejs"> and <Target "nodejs"> in the chains of collectd.conf.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = `
import collectd, { Values } from 'collectd';
const send = (type_instance: string, fields: object): void =>
  new Values({ plugin: 'src', type: 'gauge', values: [1], type_instance, time: 1732177000 }).dispatch(fields as never);`;

test('matches choose, targets change, and each block has its own configuration', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "filters"')}
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "above"
      Limit 10
      <Deep "block">
        Yes true
      </Deep>
    </Match>
    <Target "nodejs">
      Name "tag"
      Tag "big"
    </Target>
  </Rule>
  <Rule>
    <Match "nodejs">
      Name "above"
      Limit 5
    </Match>
    <Target "nodejs">
      name "tag"
      Tag "middle"
    </Target>
  </Rule>
</Chain>
PreCacheChain "PreCache"`,
    files: {
      ...reporting,
      'filters.ts': `${source}
        import { report } from './report.ts';
        collectd.register_match<number>('above', {
          create(config) {
            report('match', [config.key, config.values, config.parent, config.children.map((c) => [c.key, c.values, c.children.length])]);
            return config.children[0]!.values[0] as number;
          },
          match: (vl, limit) => (vl.values[0] as number) > limit,
        });
        collectd.register_target<{ tag: string; count: number }>('tag', {
          async create(config) {
            await new Promise((resolve) => setImmediate(resolve));
            report('target', config.children.map(String));
            return { tag: String(config.children[0]!.values[0]), count: 0 };
          },
          invoke(vl, state) {
            vl.plugin_instance = state.tag + ++state.count;
            return 'return';
          },
        });
        collectd.register_init(() => report('init', true));
        collectd.register_write((vl) => report('written', [vl.type_instance, vl.plugin_instance]));
        collectd.register_read(() => {
          for (const value of [1, 6, 11, 7]) send(String(value), { values: [value] });
        }, 3600);`,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'written').length === 4);
  expect(reported(daemon, 'written')).toEqual([
    ['1', ''],
    ['6', 'middle1'],
    ['11', 'big1'],
    ['7', 'middle2'],
  ]);
  expect(reported(daemon, 'match')).toEqual([
    [
      'Match',
      ['nodejs'],
      null,
      [
        ['Limit', [10], 0],
        ['Deep', ['block'], 1],
      ],
    ],
    ['Match', ['nodejs'], null, [['Limit', [5], 0]]],
  ]);
  expect(reported(daemon, 'target')).toEqual([['Tag "big"'], ['Tag "middle"']]);
  expect((await daemon.stop()).status).toBe(0);
});

test('a target changes everything but the type and the number of values', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "filters"')}
<Chain "PreCache">
  <Target "nodejs">
    Name "change"
  </Target>
</Chain>
PreCacheChain "PreCache"`,
    files: {
      ...reporting,
      'filters.ts': `${source}
        import { Signed, Unsigned } from 'collectd';
        import { report } from './report.ts';
        const changes: Record<string, (vl: Values) => unknown> = {
          nothing: () => {},
          all(vl) {
            Object.assign(vl, {
              host: 'ähost/x', plugin: 'changed', plugin_instance: 'pi', type_instance: 'ti',
              values: [2.5], time: 1732177111.5, interval: 7.25,
              meta: { s: 'ü', d: 1.5, b: true, i: -5n, u: new Unsigned(7), n: new Signed(9) },
            });
          },
          'empty names'(vl) { Object.assign(vl, { host: '', plugin: '', interval: 0 }); },
          'meta gone'(vl) { vl.meta = {}; },
          'meta added'(vl) { vl.meta.more = 'x'; },
          long(vl) { vl.plugin = 'l'.repeat(200); },
          type(vl) { vl.plugin = 'never'; vl.type = 'counter'; },
          count(vl) { vl.plugin = 'never'; vl.values.push(1); },
          text(vl) { vl.plugin = 'never'; vl.values = ['1'] as never; },
          nul(vl) { vl.plugin = 'never'; vl.host = 'a\\0b'; },
          time(vl) { vl.plugin = 'never'; vl.time = -1; },
          metadata(vl) { vl.plugin = 'never'; vl.meta.bad = {} as never; },
          thrown(vl) { vl.plugin = 'never'; throw new Error('target broke'); },
          verdict(vl) { vl.plugin = 'never'; return 'perhaps'; },
          promise: async (vl) => { vl.plugin = 'never'; },
          stop: () => 'stop',
          return: () => 'return',
          continue: () => 'continue',
        };
        let now = '';
        collectd.register_target('change', {
          invoke(vl) { return changes[vl.type_instance]!(vl) as never; },
        });
        collectd.register_write((vl) => report('written', vl));
        collectd.register_read(() => {
          for (const name of Object.keys(changes))
            send(name, name.startsWith('meta ') ? { meta: { kept: 1 } } : {});
          new Values({ plugin: 'src', type: 'counter', type_instance: 'nothing' })
            .dispatch({ values: [18446744073709551615n], time: 1732177000 });
        }, 3600);`,
    },
  });
  await daemon.waitFor(() =>
    reported<{ type: string }>(daemon, 'written').some(({ type }) => type === 'counter'),
  );
  const written = reported<Record<string, unknown>>(daemon, 'written');
  const as = (name: string) => written.find((vl) => vl.type_instance === name);
  const plain = {
    host: 'testhost',
    plugin: 'src',
    plugin_instance: '',
    type: 'gauge',
    time: 1732177000,
    interval: 3600,
    values: [1],
    meta: {},
  };
  for (const name of ['nothing', 'return', 'continue', 'type', 'count', 'text', 'nul', 'time'])
    expect(as(name)).toEqual({ ...plain, type_instance: name });
  for (const name of ['metadata', 'thrown', 'verdict', 'promise'])
    expect(as(name)).toEqual({ ...plain, type_instance: name });
  expect(as('stop')).toBeUndefined();
  expect(as('ti')).toEqual({
    host: 'ähost_x',
    plugin: 'changed',
    plugin_instance: 'pi',
    type: 'gauge',
    type_instance: 'ti',
    values: [2.5],
    time: 1732177111.5,
    interval: 7.25,
    meta: { s: 'ü', d: 1.5, b: true, i: '-5', u: '7', n: '9' },
  });
  expect(as('empty names')).toEqual({ ...plain, plugin: 'nodejs', type_instance: 'empty names' });
  expect(as('meta gone')).toMatchObject({ meta: {} });
  expect(as('meta added')).toMatchObject({ meta: { kept: 1, more: 'x' } });
  expect(as('long')).toMatchObject({ plugin: 'l'.repeat(127) });
  // Exact, though it was shown as a number.
  await expect
    .poll(() => daemon.csv('src/counter-nothing').map(({ values }) => values))
    .toEqual([['18446744073709551615']]);
  const { log, status } = await daemon.stop();
  expect(status).toBe(0);
  // One line for all of them: there may be one with every value.
  expect(log.match(/Unhandled nodejs exception in target "change": .*/g)).toEqual([
    expect.stringMatching(
      /^Unhandled nodejs exception in target "change": TypeError: a target must not change the type \(filters, /,
    ),
  ]);
});

test('filters of several modules and workers are asked by several write threads', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${nodejs(dir, 'Import "one"\nImport "two"\nImport "sender"')}
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "odd"
    </Match>
    <Target "nodejs">
      Name "negate"
    </Target>
  </Rule>
</Chain>
PreCacheChain "PreCache"`,
    files: {
      ...reporting,
      'one.ts': `${source}
        collectd.register_match('odd', { match: (vl) => (vl.values[0] as number) % 2 === 1 });`,
      'two.ts': `${source}
        collectd.register_target('negate', { invoke(vl) { vl.values = [-vl.values[0]!]; } });
        let sum = 0, count = 0;
        import { report } from './report.ts';
        collectd.register_write((vl) => {
          sum += vl.values[0] as number;
          if (++count === 2000) report('sum', sum);
        });`,
      'sender.ts': `${source}
        collectd.register_read(() => {
          for (let i = 1; i <= 2000; i++) send(String(i % 100), { values: [i], time: 1732177000 + i });
        }, 3600);`,
    },
  });
  // Each odd number is taken away, each even one added.
  expect(await waitForReport(daemon, 'sum')).toEqual([1000]);
  expect((await daemon.stop()).status).toBe(0);
});
