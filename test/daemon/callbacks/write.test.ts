// Write callbacks: one call at a time, in order, whatever they throw.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = (count: number, fields = '') => `
import collectd, { Values } from 'collectd';
collectd.register_init(() => {
  for (let i = 0; i < ${count}; i++)
    new Values({ plugin: 'w', type: 'gauge', time: 1732177000 + i, ${fields} }).dispatch({ values: [i] });
});
`;

const start = (files: Record<string, string>, options = '') => {
  const names = Object.keys(files).map((name) => name.replace('.ts', ''));
  const imports = names.map((name) => `Import "${name}"`).join('\n');
  return startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, `${options}\n${imports}`)}`,
    files: { ...reporting, ...files },
  });
};

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test('calls of one callback never overlap; others of the same module go on meanwhile', async () => {
  const daemon = await start({
    'writer.ts': `
      import collectd, { type Values } from 'collectd';
      import { report } from './report.ts';
      let running = 0;
      let most = 0;
      const seen: unknown[] = [];
      const id = collectd.register_write(async (vl) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        if (vl.values[0] === 10) await fast_is_done;
        seen.push(vl.values[0]);
        running--;
        if (seen.length === 300) report('slow', { most, seen });
      }, { name: 'slow' });
      let fast_has_done = () => {};
      const fast_is_done = new Promise<void>((resolve) => { fast_has_done = resolve; });
      let fast = 0;
      const other = collectd.register_write(() => { if (++fast === 300) fast_has_done(); }, { name: 'fast' });
      report('identifiers', [id, other]);`,
    'source.ts': source(300),
  });
  expect(await waitForReport(daemon, 'slow')).toEqual([{ most: 1, seen: numbers(300) }]);
  expect(reported(daemon, 'identifiers')).toEqual([['nodejs.slow', 'nodejs.fast']]);
});

test('batches are in order, of at most 1024, and do not overlap', async () => {
  const daemon = await start({
    'writer.ts': `
      import collectd from 'collectd';
      import { report } from './report.ts';
      let running = 0;
      let most = 0;
      const seen: unknown[] = [];
      const sizes: number[] = [];
      const data = { answer: 42 };
      collectd.register_write(async (lists, given) => {
        most = Math.max(most, ++running);
        sizes.push(lists.length);
        // The first one waits until all the others are there.
        await (sizes.length === 1 ? all_are_there : new Promise((resolve) => setImmediate(resolve)));
        for (const vl of lists) seen.push(vl.values[0]);
        running--;
        if (seen.length === 5000) report('done', { most, seen, sizes, same: given === data });
      }, { batch: true, data });
      let have_all = () => {};
      const all_are_there = new Promise<void>((resolve) => { have_all = resolve; });
      let count = 0;
      collectd.register_write(() => { if (++count === 5000) have_all(); }, { name: 'count' });`,
    'source.ts': source(5000),
  });
  const [done] = await waitForReport<{
    most: number;
    seen: number[];
    sizes: number[];
    same: boolean;
  }>(daemon, 'done');
  expect(done).toMatchObject({ most: 1, seen: numbers(5000), same: true });
  expect(Math.max(...(done?.sizes ?? []))).toBe(1024);
});

test('lists with and without meta data stay in order', async () => {
  const check = (name: string, options: string) => `
    import collectd, { type Values } from 'collectd';
    import { report } from './report.ts';
    const seen: unknown[] = [];
    let wrong = 0;
    const add = (vl: Values) => {
      seen.push(vl.values[0]);
      const i = Number(vl.values[0]);
      if (i % 3 === 0 ? vl.meta.i !== i : Object.keys(vl.meta).length > 0) wrong++;
      if (seen.length === 3000) report('${name}', { seen, wrong });
    };
    ${options}`;
  const daemon = await start({
    'each.ts': check('each', 'collectd.register_write(add);'),
    'batch.ts': check(
      'batch',
      'collectd.register_write((lists) => lists.forEach(add), { batch: true });',
    ),
    'later.ts': check(
      'later',
      `collectd.register_write(async (vl) => {
      if (Number(vl.values[0]) % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      add(vl);
    });`,
    ),
    'source.ts': source(3000, 'meta: i % 3 === 0 ? { i } : {}'),
  });
  for (const name of ['each', 'batch', 'later'])
    expect(await waitForReport(daemon, name)).toEqual([{ seen: numbers(3000), wrong: 0 }]);
});

test('a failing callback is reported, not with each value, and gets the next one', async () => {
  const failing = (text: string) => `
    import collectd, { CollectdError } from 'collectd';
    import { report } from './report.ts';
    let count = 0;
    collectd.register_write(${text});
    function fail(i: unknown): never {
      if (++count === 500) report('done', i);
      throw count % 2 === 0 ? 'text' : new Error('failure ' + i);
    }`;
  const daemon = await start({
    'sync.ts': failing('(vl) => fail(vl.values[0])'),
    'rejecting.ts': failing('async (vl) => { await null; fail(vl.values[0]); }'),
    'expected.ts': failing(`(vl) => {
      if (++count === 500) report('done', vl.values[0]);
      throw new CollectdError('not now');
    }`),
    'source.ts': source(500),
  });
  await daemon.waitFor(() => reported(daemon, 'done').length === 3);
  expect(reported(daemon, 'done')).toEqual([499, 499, 499]);
  const { log } = await daemon.stop();
  const lines = log.split('\n').filter((line) => line.includes('in write callback'));
  expect(lines.sort()).toEqual([
    expect.stringMatching(
      /^\[error\] Unhandled nodejs exception in write callback: Error: failure 0 \(rejecting, \S*\/rejecting\.ts:8:\d+\)$/,
    ),
    expect.stringMatching(
      /^\[error\] Unhandled nodejs exception in write callback: Error: failure 0 \(sync, \S*\/sync\.ts:8:\d+\)$/,
    ),
    '[warning] CollectdError in write callback: not now (expected)',
  ]);
});

test('data is passed when it is given, whatever it is', async () => {
  const daemon = await start({
    'writer.ts': `
      import collectd from 'collectd';
      import { report } from './report.ts';
      const count = (name: string) => (...args: unknown[]) => report(name, args.slice(1));
      collectd.register_write(count('none'));
      collectd.register_write(count('null') as never, { name: 'null', data: null } as never);
      collectd.register_write(count('object') as never, { name: 'object', data: { a: 1 } } as never);`,
    'source.ts': source(1),
  });
  expect(await waitForReport(daemon, 'none')).toEqual([[]]);
  expect(await waitForReport(daemon, 'null')).toEqual([[null]]);
  expect(await waitForReport(daemon, 'object')).toEqual([[{ a: 1 }]]);
});
