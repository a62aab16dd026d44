// AbortSignals in modules: that they abort whatever the garbage collector does, that they leave no
// memory, and that only a callback that goes on has one.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';
import { leaveNoMemory } from './signal-memory.ts';

const head = `
import collectd from 'collectd';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { report } from './report.ts';
declare function gc(): void;
`;

const aborting = `${head}
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addAbortSignal, PassThrough } from 'node:stream';
const server = createServer((request, response) => { if (request.url === '/body') response.write('begun'); });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = 'http://127.0.0.1:' + (server.address() as AddressInfo).port + '/';
const users: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
  fetch: (signal) => fetch(url, { signal }),
  request: (signal) => fetch(new Request(url, { signal })),
  body: async (signal) => (await fetch(url + 'body', { signal })).text(),
  requestBody: async (signal) => (await fetch(new Request(url + 'body', { signal }))).text(),
  timers: (signal) => sleep(3_600_000, undefined, { signal }),
  child: (signal) => new Promise((_, reject) => spawn('sleep', ['3600'], { signal }).once('error', reject)),
  stream: (signal) => new Promise((_, reject) => addAbortSignal(signal, new PassThrough()).once('error', reject)),
  http: (signal) => new Promise((_, reject) => get(url, { signal }).once('error', reject)),
  once: (signal) => once(new EventEmitter(), 'never', { signal }),
  listener: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
};
const makers: Record<string, () => AbortSignal> = {
  signal: () => collectd.signal(),
  timeout: () => AbortSignal.timeout(1500),
  own: () => { const controller = new AbortController(); setTimeout(() => controller.abort(), 1500); return controller.signal; },
};
if ('any' in AbortSignal) {
  makers.any = () => AbortSignal.any([AbortSignal.timeout(1500), new AbortController().signal]);
  makers.anyOfSignal = () => AbortSignal.any([AbortSignal.any([collectd.signal()])]);
}
for (const [how, make] of Object.entries(makers))
  for (const [what, use] of Object.entries(users)) {
    const isOwn = how.includes('ignal');
    collectd.register_read(async () => {
      try { await use(make()); } catch { report('aborted', how + ' ' + what); }
    }, { name: how + '.' + what, interval: 3600, timeout: isOwn ? 1.5 : 600 });
  }
report('all', Object.keys(makers).flatMap((how) => Object.keys(users).map((what) => how + ' ' + what)));
setInterval(gc, 100);
`;

test('signals abort after garbage collections, whoever has them', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'NodeOption "--expose-gc"\nTimeout 600\nImport "aborting"'),
    files: { ...reporting, 'aborting.ts': aborting },
  });
  const [all] = await waitForReport<string[]>(daemon, 'all');
  expect(all?.length).toBeGreaterThanOrEqual(30);
  await expect.poll(() => reported(daemon, 'aborted').sort()).toEqual([...(all ?? [])].sort());
  expect((await daemon.stop()).status).toBe(0);
});

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
