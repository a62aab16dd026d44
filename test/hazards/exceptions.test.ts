// What nobody catches is logged, with its line, and ends nothing.
import { expect, test } from 'vitest';
import type { Daemon } from '../daemon/harness/index.ts';
import { expectUnharmed, placeOf, startHazard } from './culprit.ts';

const lines = (daemon: Daemon) => daemon.log().match(/Unhandled nodejs exception in .*/g) ?? [];

const once = `
import collectd from 'collectd';
import { EventEmitter } from 'node:events';
collectd.register_read(() => console.log('culprit reads'));
setTimeout(() => { throw new Error('timer'); });
setImmediate(() => { throw 'immediate'; });
process.nextTick(() => { throw { tick: 1 }; });
queueMicrotask(() => { throw null; });
Promise.reject(new TypeError('rejected'));
(async () => { throw 42n; })();
setTimeout(() => new EventEmitter().emit('error', new Error('emitted')));
`;

test('timers, promises and events: each with its line, the module goes on', async () => {
  const daemon = await startHazard({ culprit: once });
  await daemon.waitFor(() => lines(daemon).length >= 7);
  const start = 'Unhandled nodejs exception in asynchronous code:';
  const place = (part: string) => `(culprit, ${placeOf(daemon, once, part)}:`;
  const found = lines(daemon);
  for (const [shown, part] of [
    ['Error: timer', "Error('timer')"],
    ['TypeError: rejected', 'TypeError'],
    ['Error: emitted', 'emitted'],
  ] as const)
    expect(
      found.filter((line) => line.startsWith(`${start} ${shown} ${place(part)}`)),
    ).toHaveLength(1);
  // What is no Error has no line to name, but its module.
  for (const shown of ['string: immediate', 'object: [object Object]', 'null: null', 'bigint: 42'])
    expect(found.filter((line) => line.startsWith(`${start} ${shown} (culprit, `))).toHaveLength(1);
  await daemon.waitForLog(/culprit reads/);
  await expectUnharmed(daemon);
});

const often = `
setInterval(() => { throw new Error('again'); }, 5);
setInterval(() => Promise.reject(new Error('and again')), 5);`;

test('what is thrown again and again has one line a minute for each place', async () => {
  const daemon = await startHazard({ culprit: often });
  await daemon.waitFor(() => lines(daemon).length >= 2);
  await expectUnharmed(daemon);
  expect(lines(daemon)).toHaveLength(2);
});

test('of two modules in one worker, the line names the one that threw', async () => {
  const daemon = await startHazard({
    lines:
      '<Import "other">\nWorker "shared"\n</Import>\n<Import "thrower">\nWorker "shared"\n</Import>',
    culprit: '',
    files: {
      'other.ts': 'export {};',
      'thrower.ts': `setTimeout(() => { throw 'timer'; }, 10);
setTimeout(() => { Promise.reject('promise'); }, 10);`,
    },
  });
  await daemon.waitFor(() => lines(daemon).length >= 2);
  for (const what of ['timer', 'promise'])
    expect(daemon.log()).toContain(`asynchronous code: string: ${what} (thrower, `);
  await expectUnharmed(daemon);
});
