// Meta data both ways, and what a received list is: the plugin's own.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = `
import collectd, { Signed, Unsigned, Values } from 'collectd';
import { report, thrown } from './report.ts';
const meta = {
  text: 'grüße 🌡', empty: '', long: 'x'.repeat(5000),
  number: 5, half: 0.5, nan: NaN, infinite: -Infinity,
  small: -5n, smallest: -(2n ** 63n), largest: 2n ** 63n - 1n, unsigned: 2n ** 63n, huge: 2n ** 64n - 1n,
  signed: new Signed(7), forced: new Unsigned(7n), yes: true, no: false,
};
collectd.register_init(() => {
  const vl = new Values({ plugin: 'meta', type: 'gauge', meta });
  vl.dispatch({ values: [1] });
  vl.dispatch({ values: [2], meta: {} });
  vl.dispatch({ values: [3], meta: { Key: 'upper', other: 1, KEY: 'again' } });
  vl.dispatch({ values: [4], meta: JSON.parse('{ "__proto__": "p", "constructor": "c" }') });
  report('thrown', [
    thrown(() => new Signed(2n ** 63n)),
    thrown(() => new Unsigned(-1)),
    thrown(() => new Unsigned(1.5)),
    thrown(() => new Signed('1' as never)),
    thrown(() => vl.dispatch({ values: [5], meta: { big: 2n ** 64n } })),
    thrown(() => vl.dispatch({ values: [5], meta: { list: [] as never } })),
    thrown(() => vl.dispatch({ values: [5], meta: { text: 'a\\0b' } })),
  ]);
  vl.dispatch({ values: [6], meta: {} });
});
`;

const writer = `
import collectd, { Signed, Unsigned } from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => {
  if (vl.plugin !== 'meta') return;
  const shown = Object.entries(vl.meta).map(([key, value]) => [
    key,
    value instanceof Signed ? 'Signed' : value instanceof Unsigned ? 'Unsigned' : typeof value,
    value instanceof Signed || value instanceof Unsigned ? value.valueOf() : value,
  ]);
  report('received', [vl.values[0], shown.sort(([a], [b]) => (a! < b! ? -1 : 1))]);
});
`;

test('every type of meta data, there and back', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: { ...reporting, 'writer.ts': writer, 'source.ts': source },
  });
  const lists = await daemon.waitFor(() => {
    const found = reported<[number, unknown[]]>(daemon, 'received');
    return found.at(-1)?.[0] === 6 && found;
  });
  const metaOf = new Map(lists || []);
  expect(metaOf.get(1)).toEqual([
    ['empty', 'string', ''],
    ['forced', 'Unsigned', '7n'],
    ['half', 'number', 0.5],
    ['huge', 'Unsigned', '18446744073709551615n'],
    ['infinite', 'number', '-Infinity'],
    ['largest', 'Signed', '9223372036854775807n'],
    ['long', 'string', 'x'.repeat(5000)],
    ['nan', 'number', 'NaN'],
    ['no', 'boolean', false],
    ['number', 'number', 5],
    ['signed', 'Signed', '7n'],
    ['small', 'Signed', '-5n'],
    ['smallest', 'Signed', '-9223372036854775808n'],
    ['text', 'string', 'grüße 🌡'],
    ['unsigned', 'Unsigned', '9223372036854775808n'],
    ['yes', 'boolean', true],
  ]);
  expect(metaOf.get(2)).toEqual([]);
  // Keys are case-insensitive: the last one counts.
  expect(metaOf.get(3)).toEqual([
    ['KEY', 'string', 'again'],
    ['other', 'number', 1],
  ]);
  expect(metaOf.get(4)).toEqual([
    ['__proto__', 'string', 'p'],
    ['constructor', 'string', 'c'],
  ]);
  expect([...metaOf.keys()]).toEqual([1, 2, 3, 4, 6]);
  expect(metaOf.get(6)).toEqual([]);
  const [errors] = await waitForReport<string[]>(daemon, 'thrown');
  expect(errors?.map((error) => error.split(':')[0])).toEqual([
    'RangeError ERR_COLLECTD_OUT_OF_RANGE',
    'RangeError ERR_COLLECTD_OUT_OF_RANGE',
    'RangeError ERR_COLLECTD_OUT_OF_RANGE',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'RangeError ERR_COLLECTD_OUT_OF_RANGE',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT',
  ]);
});

test('a received list may be kept, changed and dispatched', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "keeper"\nImport "source"'),
    files: {
      ...reporting,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        collectd.register_init(() => {
          for (let i = 0; i < 3; i++)
            new Values({ plugin: 'kept', type: 'if_octets', time: 1732177000 + i, meta: { i } })
              .dispatch({ values: [i, 2n ** 63n - 1n] });
        });`,
      'keeper.ts': `
        import collectd, { Values } from 'collectd';
        import { report } from './report.ts';
        const kept: Values[] = [];
        collectd.register_write((vl) => {
          if (vl.plugin === 'changed') report('changed', vl);
          if (vl.plugin !== 'kept') return;
          kept.push(vl);
          if (kept.length < 3) return;
          report('kept', kept.map((list) => [list.time, list.values[0], list.meta.i]));
          report('separate', new Set(kept.flatMap((list) => [list, list.values, list.meta])).size);
          report('class', kept.every((list) => list instanceof Values && Array.isArray(list.values)));
          const [first] = kept as [Values];
          first.plugin = 'changed';
          first.values[0] = 77n;
          first.meta.more = 'yes';
          first.dispatch();
        }, { bigint: true });`,
    },
  });
  expect(await waitForReport(daemon, 'changed')).toEqual([
    {
      host: 'testhost',
      plugin: 'changed',
      plugin_instance: '',
      type: 'if_octets',
      type_instance: '',
      time: expect.any(Number),
      interval: 1,
      values: ['77n', '9223372036854775807n'],
      meta: { i: expect.any(Number), more: 'yes' },
    },
  ]);
  const [kept] = reported<number[][]>(daemon, 'kept');
  expect(kept?.sort()).toEqual([0, 1, 2].map((i) => [1732177000 + i, `${i}n`, i]));
  expect(reported(daemon, 'separate')).toEqual([9]);
  expect(reported(daemon, 'class')).toEqual([true]);
});

test('meta data of every size, for lists of every size', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: {
      ...reporting,
      'writer.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        const show = (to: string) => (vl: collectd.Values) => {
          if (vl.plugin === 'sizes')
            report(to, [vl.type_instance, vl.values.length, Object.entries(vl.meta)]);
        };
        collectd.register_write(show('plain'), { name: 'plain' });
        collectd.register_write(show('rated'), { name: 'rated', rates: true });`,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        collectd.register_data_set('five', 'abcde'.split('').map((name) => ({ name, type: 'gauge' })));
        let isDone = false;
        collectd.register_read(() => {
          if (isDone) return;
          isDone = true;
          const one = new Values({ plugin: 'sizes', type: 'gauge', values: [1] });
          const five = new Values({ plugin: 'sizes', type: 'five' as string, values: [1, 2, 3, 4, 5] });
          for (const [name, meta] of Object.entries({
            none: {},
            fits: { key: 'x'.repeat(95) },
            over: { key: 'x'.repeat(96) },
            large: { key: 'ü'.repeat(3000) },
            'many keys': Object.fromEntries(Array.from({ length: 50 }, (_, i) => ['key' + i, i])),
            'long key': { ['k'.repeat(300)]: true },
            'not ASCII': { 'grüße': '°C' },
            again: { key: 'x'.repeat(95) },
            after: {},
          })) {
            one.dispatch({ type_instance: name, meta });
            five.dispatch({ type_instance: name, meta });
          }
          for (const value of ['to one', 'to one', 'other'])
            one.write('nodejs.plain', { type_instance: value, meta: { value } });
        });`,
    },
  });
  const sizes: [string, [string, unknown][]][] = [
    ['none', []],
    ['fits', [['key', 'x'.repeat(95)]]],
    ['over', [['key', 'x'.repeat(96)]]],
    ['large', [['key', 'ü'.repeat(3000)]]],
    ['many keys', Array.from({ length: 50 }, (_, i) => [`key${i}`, i])],
    ['long key', [['k'.repeat(300), true]]],
    ['not ASCII', [['grüße', '°C']]],
    ['again', [['key', 'x'.repeat(95)]]],
    ['after', []],
  ];
  const expected = sizes.flatMap(([name, meta]) => [
    [name, 1, meta],
    [name, 5, meta],
  ]);
  const written = ['to one', 'to one', 'other'].map((name) => [name, 1, [['value', name]]]);
  const found = async (name: string, count: number): Promise<unknown[]> =>
    (await daemon.waitFor(() => {
      const all = reported(daemon, name);
      return all.length >= count && all;
    })) || [];
  const plain = await found('plain', expected.length + written.length);
  const isWritten = (list: unknown): boolean =>
    (list as [string])[0].match(/^to one$|^other$/) !== null;
  expect(plain.filter((list) => !isWritten(list))).toEqual(expected);
  expect(plain.filter(isWritten)).toEqual(written);
  expect(await found('rated', expected.length)).toEqual(expected);
});
