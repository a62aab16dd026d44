// A module whose config callback fails when it is started again: it is not called before it
// has started, and what waits for it is kept.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { COUNTING, expectUnharmed, startHazard } from './hazard.ts';

test('nothing of it is called until it has started', { timeout: 120_000 }, async () => {
  const daemon = await startHazard({
    head: COUNTING,
    text: `import { existsSync } from 'node:fs';
let configured = false;
collectd.register_config(() => {
  if (existsSync(process.env.HOME + '/away')) throw new Error('the server is away');
  configured = true;
});
collectd.register_read(() => { report('read', configured); if (boot === 1) { appendFileSync(process.env.HOME + '/away', ''); process.exit(1); } }, { interval: 0.2 });
collectd.register_write((vl) => { if (vl.plugin === 'fed') report('written', [configured, vl.values[0]]); });
// Nothing keeps the module from it that has failed.
setTimeout(() => { try { collectd.register_read(() => { report('read', configured); }, { name: 'late', interval: 0.2 }); } catch {} }, 300);`,
    options: 'Import "feeder"',
    after: '<Plugin nodejs>\n<Module bad>\n</Module>\n</Plugin>',
    files: {
      'feeder.ts': `import collectd, { Values } from 'collectd';
import { readFileSync } from 'node:fs';
let fed = 0;
collectd.register_read(() => {
  if (fed < 5 && readFileSync(process.env.HOME + '/collectd.log', 'utf8').includes('the server is away'))
    new Values({ plugin: 'fed', type: 'gauge' }).dispatch({ values: [++fed] });
}, { interval: 0.2 });`,
    },
  });
  await daemon.waitForLog(/loading module: Error: the server is away/, 45);
  const goods = reported(daemon, 'good').length;
  await daemon.waitFor(() => reported(daemon, 'good').length > goods + 15, 45);
  const early = [...reported(daemon, 'read'), ...reported(daemon, 'written')];
  expect(early.filter((one) => one === false || (Array.isArray(one) && one[0] === false))).toEqual(
    [],
  );
  expect(reported(daemon, 'written')).toEqual([]);
  rmSync(join(daemon.dir, 'away'));
  await daemon.waitFor(() => reported(daemon, 'written').length === 5, 60);
  expect(reported(daemon, 'written')).toEqual([1, 2, 3, 4, 5].map((number) => [true, number]));
  await expectUnharmed(daemon);
});
