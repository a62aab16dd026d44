// An endless loop in a write callback: only the list in hand is lost.
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { at, blocks, survive, TIMEOUT } from './hazard.ts';

test('is ended alone, and the next list follows', async () => {
  const daemon = await survive({
    timeout: TIMEOUT,
    text: `let calls = 0;
collectd.register_write((vl) => {
  report('written', vl.values[0]);
  if (vl.values[0] === 2) for (;;) {}
});
collectd.register_read(() => {
  if (++calls > 1) return;
  for (let i = 1; i <= 5; i++)
    new Values({ type: 'gauge', plugin: 'x' }).write('nodejs.bad', { values: [i] });
});`,
    log: [at(`${blocks('The write callback nodejs.bad .*', TIMEOUT)}, at`, 8)],
    restarts: 0,
  });
  expect(reported(daemon, 'written')).toEqual([1, 2, 3, 4, 5]);
});
