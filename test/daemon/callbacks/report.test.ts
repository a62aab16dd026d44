// Whatever a callback throws or returns: one line, and it goes on.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

/** What is thrown, and how the log shows it. */
const odd: [source: string, shown: string][] = [
  [`'text'`, 'string: text'],
  [`null`, 'null was thrown, not an Error'],
  [`undefined`, 'undefined was thrown, not an Error'],
  [`42n`, 'bigint: 42'],
  [`Symbol('s')`, 'symbol: Symbol(s)'],
  [`{ a: 1 }`, 'object: { a: 1 }'],
  [`Object.create(null)`, 'object: [Object: null prototype] {}'],
  [`new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } })`, ''],
  [`new Error('')`, 'Error: N/A'],
  [`new (class Own extends Error {})('own')`, ''],
  [`Object.assign(new Error('m'), { name: Symbol('n') })`, ''],
  [`Object.assign(new Error('m'), { message: Symbol('m') })`, ''],
  [`Object.assign(new Error('m'), { message: Object.create(null) })`, ''],
  [`Object.defineProperty(new Error('m'), 'name', { get() { throw 3; } })`, ''],
  [`Object.defineProperty(new Error('m'), 'stack', { get() { throw 4; } })`, 'Error: m'],
  [`new Error('outer', { cause: new TypeError('inner') })`, 'Error: outer: TypeError: inner'],
  [`new Error('two\\nlines')`, ''],
  [`new Error('nul \\0')`, ''],
  [`new AggregateError([new Error('a'), 'b'], 'many')`, 'AggregateError: many: a; b'],
];

/** What is returned: thenables that do not behave. */
const returned = [
  `{ get then() { throw new Error('getter'); } }`,
  `{ then() { throw new Error('then throws'); } }`,
  `{ then(done: () => void) { done(); done(); } }`,
  `{ then(done: () => void, fail: (e: unknown) => void) { fail('rejects'); done(); } }`,
  `{ then: 5 }`,
  `new Proxy({}, { get() { throw 1; } })`,
];

const things = `
const things: (() => unknown)[] = [
  ${odd.map(([source]) => `() => { throw ${source}; }`).join(',\n')},
  ${odd.map(([source]) => `async () => { throw ${source}; }`).join(',\n')},
  ${returned.map((source) => `() => (${source})`).join(',\n')},
];
`;

test('a write callback survives what it throws and returns, and no list comes twice', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `WriteThreads 1\n${nodejs(dir, 'LogTraces true\nImport "writer"\nImport "source"')}`,
    files: {
      ...reporting,
      'writer.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        ${things}
        collectd.register_write((vl) => {
          const i = Number(vl.values[0]);
          report('given', i);
          return (things[i] ?? (() => report('end', things.length)))() as never;
        });`,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        collectd.register_init(() => {
          for (let i = 0; i < ${odd.length * 2 + returned.length + 1}; i++)
            new Values({ plugin: 'odd', type: 'gauge', time: 1732177000 + i }).dispatch({ values: [i] });
        });`,
    },
  });
  const count = odd.length * 2 + returned.length;
  await daemon.waitFor(() => reported(daemon, 'end').length > 0);
  expect(reported(daemon, 'given')).toEqual(Array.from({ length: count + 1 }, (_, i) => i));
  expect((await daemon.stop()).status).toBe(0);
});

test('each read that throws something odd has its line, and fails', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "reader"'),
    files: {
      ...reporting,
      'reader.ts': `
        import collectd from 'collectd';
        ${things}
        for (const [i, thing] of things.entries())
          collectd.register_read(thing as never, { name: 'read' + i });`,
    },
  });
  // Of a run that takes long, only the next due call says that it has failed.
  for (let i = 0; i < odd.length * 2; i++)
    await daemon.waitForLog(new RegExp(`read-function of plugin .nodejs\\.read${i}. failed`));
  const lines = daemon.log().match(/Unhandled nodejs exception in read callback: .*/g) ?? [];
  for (const [, shown] of odd)
    if (shown !== '')
      expect(
        lines.filter((line) =>
          line.startsWith(`Unhandled nodejs exception in read callback: ${shown} (reader, `),
        ).length,
        shown,
      ).toBeGreaterThanOrEqual(2);
});
