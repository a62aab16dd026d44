// A write callback that ends its worker: what waits for it is delivered to the next one.
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { survive } from './hazard.ts';

test('only what was in hand and what exceeds WriteQueueLimit is lost, in both numbers', async () => {
  const daemon = await survive({
    options: 'WriteQueueLimit 12\nImport "feeder"',
    // The second one takes nothing before the queue is full.
    text: `if (boot > 1) while ((readFileSync(process.env.HOME + '/reports', 'utf8').match(/"full"/g) ?? []).length < 5) await new Promise((done) => setTimeout(done, 20));
collectd.register_write((vl) => {
  report('written', [boot, vl.type_instance, vl.values[0]]);
  if (vl.values[0] === 3) process.exit(1);
}, { name: 'writer' });`,
    files: {
      'feeder.ts': `import collectd, { Values } from 'collectd';
import { readFileSync } from 'node:fs';
import { report } from './report.ts';
let next = 1;
const feed = (to: number) => {
  for (; next <= to; next++)
    try {
      new Values({ type: 'gauge', plugin: 'x', type_instance: 'i' + next }).write('nodejs.writer', { values: [next] });
    } catch (error) { report('full', (error as { code: string }).code); }
};
collectd.register_read(() => {
  if (next === 1) feed(8);
  // Before that the queue is as full as what is in hand makes it.
  else if (next === 9 && readFileSync(process.env.HOME + '/collectd.log', 'utf8').includes('The worker of bad has ended')) feed(20);
}, { interval: 0.1 });`,
    },
    log: [
      /While its worker was restarted, the write callback nodejs\.writer \(\S+\/bad\.ts:6:\d+\) lost 1 value lists that it had in hand and 5 beyond its queue of 12; 12 wait for it\./,
    ],
  });
  const expected = (boot: number, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => [boot, `i${from + i}`, from + i]);
  expect(reported(daemon, 'written')).toEqual([...expected(1, 1, 3), ...expected(2, 4, 15)]);
  expect(reported(daemon, 'full')).toEqual(Array(5).fill('ERR_COLLECTD_QUEUE_FULL'));
});
