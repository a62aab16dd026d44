// Mistakes that are no failures: one line each, and not with every call.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

const warnings = (log: string): string[] =>
  log
    .split('\n')
    .filter((line) => line.startsWith('[warning] '))
    .map((line) => line.replace('[warning] nodejs plugin: ', '').replace(/\/\S+\/plugins\//, ''));

test('reads that return values, cut fractions, and reads that keep their worker busy', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "wrong"'),
    files: {
      ...reporting,
      'wrong.ts': `import collectd, { Values } from 'collectd';
import { report } from './report.ts';
const options = (name: string) => ({ name, interval: 0.2 });
collectd.register_read(() => [1, 2] as never, options('returns'));
collectd.register_read(async () => 3 as never, options('resolves'));
collectd.register_read(() => {
  new Values({ type: 'derive', plugin: 'cut' }).dispatch({ values: [3.9] });
  new Values({ type: 'derive', plugin: 'cut' }).dispatch({ values: [-4] });
  new Values({ type: 'gauge', plugin: 'cut' }).dispatch({ values: [NaN] });
  new Values({ type: 'gauge', plugin: 'cut' }).dispatch({ values: [3.9] });
  report('cut', 1);
}, options('cuts'));
collectd.register_read(() => {
  const end = performance.now() + 1100;
  while (performance.now() < end);
  report('busy', 1);
}, options('busy'));
collectd.register_read(async () => { await null; }, options('right'));
collectd.register_read(() => 'text' as never, options('text'));
`,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'busy').length > 1);
  await daemon.waitFor(() => reported(daemon, 'cut').length > 2);
  const { log } = await daemon.stop();
  const found = warnings(log);
  expect(found.filter((line) => line.includes('returned values'))).toEqual([
    expect.stringMatching(
      /^The read callback nodejs\.(returns|resolves) \(wrong\.ts:[45]:10\) returned values, which nothing takes; hand them over with new Values\(\{ type, plugin \}\)\.dispatch\(\{ values \}\) \(wrong\)$/,
    ),
  ]);
  expect(found.filter((line) => line.includes('is cut to'))).toEqual([
    'values[0] of type derive: 3.9 is cut to 3, because a DERIVE is a whole number; round it, or use a type with a GAUGE (wrong)',
  ]);
  expect(found.filter((line) => line.includes('worker busy'))).toEqual([
    expect.stringMatching(
      /^The read callback nodejs\.busy \(wrong\.ts:13:10\) kept its worker busy for [\d.]+ s, in which nothing else ran there; /,
    ),
  ]);
});

test('a rate that is dispatched as a counter, and counters that rise or begin anew', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "wrong"'),
    files: {
      ...reporting,
      'wrong.ts': `import collectd, { Values } from 'collectd';
import { report } from './report.ts';
let n = 0;
collectd.register_read(() => {
  for (let i = 0; i < 30; i++, n++) {
    const time = 1_000_000 + n;
    const send = (type: string, plugin: string, ...values: number[]) =>
      new Values({ type, plugin, time }).dispatch({ values });
    send('if_octets', 'rate', n, n % 2 === 0 ? 500 : 400);
    send('if_octets', 'total', n * 10, n * 20);
    send('counter', 'restarted', n % 10);
    send('gauge', 'level', n % 2);
  }
  report('read', 1);
}, { interval: 0.2 });`,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'read').length > 2);
  const { log } = await daemon.stop();
  expect(warnings(log).filter((line) => line.startsWith('values['))).toEqual([
    'values[1] of type if_octets fell 5 times in 10 lists, but it is a counter, of which collectd computes the rate; dispatch the total, or use a type with a GAUGE (wrong)',
  ]);
});

test('a module that registers nothing, which nothing would call', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "idle"\nImport "types"\nImport "busy"'),
    files: {
      'idle.ts':
        "import collectd from 'collectd'; export const read = () => collectd.info('read');",
      'types.ts': `import collectd from 'collectd';
collectd.register_data_set('cups', [{ name: 'value', type: 'gauge' }]);`,
      'busy.ts': `import collectd from 'collectd'; collectd.register_read(() => {});`,
    },
  });
  await daemon.waitForLog(/Initialization complete/);
  const { log } = await daemon.stop();
  expect(log.match(/Module ".*" .* has registered no callback.*/g)).toEqual([
    `Module "idle" (${daemon.dir}/plugins/idle.ts) has registered no callback, so collectd never calls it; register one, for example with register_read().`,
  ]);
});
