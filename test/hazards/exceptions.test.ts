// What nobody catches is logged, with its line, and ends nothing.
import { expect, test } from 'vitest';
import type { Daemon } from '../daemon/harness/index.ts';
import { reported } from '../daemon/harness/reported.ts';
import { expectUnharmed, locationOf, startHazard } from './hazard.ts';

const lines = (daemon: Daemon) => daemon.log().match(/Unhandled nodejs exception in .*/g) ?? [];

const once = `
import collectd from 'collectd';
import { EventEmitter } from 'node:events';
collectd.register_read(() => console.log('bad reads'));
setTimeout(() => { throw new Error('timer'); });
setImmediate(() => { throw 'immediate'; });
process.nextTick(() => { throw { tick: 1 }; });
queueMicrotask(() => { throw null; });
Promise.reject(new TypeError('rejected'));
(async () => { throw 42n; })();
setTimeout(() => new EventEmitter().emit('error', new Error('emitted')));
`;

test('timers, promises and events: each with its line, the module goes on', async () => {
  const daemon = await startHazard({ text: once });
  await daemon.waitFor(() => lines(daemon).length >= 7);
  const start = 'Unhandled nodejs exception in asynchronous code:';
  const place = (part: string) => `(bad, ${locationOf(daemon, once, part)}:`;
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
  for (const shown of [
    'string: immediate',
    'object: { tick: 1 }',
    'null was thrown, not an Error',
    'bigint: 42',
  ])
    expect(found.filter((line) => line.startsWith(`${start} ${shown} (bad, `))).toHaveLength(1);
  await daemon.waitForLog(/bad reads/);
  await expectUnharmed(daemon);
});

const often = `
setInterval(() => { throw new Error('again'); }, 5);
setInterval(() => Promise.reject(new Error('and again')), 5);`;

test('what is thrown again and again has one line a minute for each place', async () => {
  const daemon = await startHazard({ text: often });
  await daemon.waitFor(() => lines(daemon).length >= 2);
  await expectUnharmed(daemon);
  expect(lines(daemon)).toHaveLength(2);
});

const everywhere = `
import collectd, { Notification, Values } from 'collectd';
import { report } from './report.ts';
let calls = 0;
const fail = (what: string): never => { report('failed', what); throw new Error(what); };
const later = async (what: string): Promise<never> => { await null; return fail(what); };
collectd.register_read(() => {
  new Values({ plugin: 'sent', type: 'gauge', type_instance: String(++calls) }).dispatch({ values: [1] });
  new Notification({ severity: collectd.NOTIF_OKAY, message: 'sent' }).dispatch();
  collectd.info('sent');
  collectd.flush({ plugin: 'nodejs.flush' });
}, { name: 'driver', interval: 0.2 });
collectd.register_read(() => fail('read'), { interval: 0.1 });
collectd.register_read(() => later('late read'), { name: 'late', interval: 0.1 });
collectd.register_write((vl) => { if (vl.plugin === 'sent') fail('write'); });
collectd.register_write(() => later('late write'), { name: 'late' });
collectd.register_flush(() => fail('flush'), { name: 'flush' });
collectd.register_notification(() => fail('notification'));
collectd.register_log((_, text) => { if (text === 'sent') fail('log'); });
collectd.register_cache_event(() => fail('cache_event'));
collectd.register_match('odd', { match: () => fail('match') });
collectd.register_target('odd', { invoke: () => fail('target') });`;

const chain = `PreCacheChain "PreCache"
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "odd"
    </Match>
    Target "stop"
  </Rule>
  <Target "nodejs">
    Name "odd"
  </Target>
</Chain>`;

test('a callback of any kind that fails again and again has one line a minute', async () => {
  const daemon = await startHazard({ text: everywhere, after: chain });
  const kinds = ['read', 'late read', 'write', 'late write', 'flush', 'notification', 'log'].concat(
    ['cache_event', 'match', 'target'],
  );
  const times = (kind: string) => reported(daemon, 'failed').filter((one) => one === kind).length;
  await daemon.waitFor(() => kinds.every((kind) => times(kind) >= 3), 45);
  await expectUnharmed(daemon);
  for (const kind of kinds) {
    const found = lines(daemon).filter((line) => line.includes(`: Error: ${kind} (bad, `));
    expect(found, kind).toHaveLength(1);
    expect(found[0]).toContain(locationOf(daemon, everywhere, 'const fail'));
  }
});

test('of two modules in one worker, the line names the one that threw', async () => {
  const daemon = await startHazard({
    options:
      '<Import "other">\nWorker "shared"\n</Import>\n<Import "thrower">\nWorker "shared"\n</Import>',
    text: '',
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
