// AbortSignals in modules: that they abort whatever the garbage collector does, that they leave no
// memory, and that only a callback that goes on has one.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';
import { abortSignals } from './signal-aborts.ts';
import { leaveNoMemory } from './signal-memory.ts';

test('signals abort after garbage collections, whoever has them', () => abortSignals());

test(
  'signals that are not held leave no memory, fired or not',
  () => leaveNoMemory(50, 300),
  400_000,
);

const outside = `
import collectd, { Values } from 'collectd';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { report, thrown } from './report.ts';
const ask = (name: string) => report(name, thrown(() => collectd.signal()));
ask('import');
await sleep(1);
ask('import after an await');
setTimeout(ask, 1, 'timer of the import');
collectd.register_config(() => ask('config'));
collectd.register_init(() => {
  ask('init');
  setInterval(ask, 300, 'timer of init');
  const server = createServer((socket) => socket.write('x')).listen(0, '127.0.0.1', () => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('data', () => ask('event of a socket of init'));
  });
});
let isPending = false;
collectd.register_read(async () => {
  isPending = true;
  report('read', collectd.signal().aborted);
  await new Promise(() => {});
}, { name: 'pending', timeout: 600 });
collectd.register_read(async () => {
  if (!isPending) return;
  setTimeout(ask, 300, 'timer of a read that has ended');
  await sleep(1);
  ask('read after an await');
}, { name: 'ended' });
collectd.register_read(() => {
  setImmediate(ask, 'immediate of a read that has ended');
  for (let i = 0; i < 5; i++) new Values({ plugin: 'w', type: 'gauge', values: [i] }).dispatch();
}, { name: 'plain' });
collectd.register_write(async () => {
  ask('write');
  setTimeout(ask, 300, 'timer of a write that has ended');
  await sleep(1);
  ask('write after an await');
});
`;

const NONE = /^Error ERR_COLLECTD_NO_CALLBACK: signal: /;
const ended = /the callback that has led to this code has ended; timers and events have no signal/;
const expected: [string, RegExp][] = [
  ['import', /the import of a module has no signal/],
  ['import after an await', /the import of a module has no signal/],
  ['timer of the import', /the import of a module has no signal|has ended/],
  ['config', /^nothing$/],
  ['init', /^nothing$/],
  ['timer of init', ended],
  ['event of a socket of init', ended],
  ['read after an await', /^nothing$/],
  ['timer of a read that has ended', ended],
  ['immediate of a read that has ended', ended],
  ['write', /^nothing$/],
  ['write after an await', /^nothing$/],
  ['timer of a write that has ended', ended],
];

test('only a callback that goes on has a signal, and never that of another one', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "outside"\n<Module outside>\nX 1\n</Module>'),
    files: { ...reporting, 'outside.ts': outside },
  });
  await waitForReport(daemon, 'read');
  for (const [name, message] of expected) {
    // More than once: the first one starts the tracking.
    await expect
      .poll(() => reported<string>(daemon, name).length)
      .toBeGreaterThan(/timer of init|read|write/.test(name) ? 2 : 0);
    for (const text of reported<string>(daemon, name)) {
      expect(text, name).toMatch(message);
      if (text !== 'nothing') expect(text, name).toMatch(NONE);
    }
  }
  await daemon.stop();
});
