// AbortSignals of every origin in every place that takes one, with garbage collections all the time.
import { expect } from 'vitest';
import { type DaemonOptions, nodejs, PATIENCE, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const aborting = `
import collectd from 'collectd';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { report } from './report.ts';
declare function gc(): void;

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

/** In a collectd of its own, or in the one that `daemon` starts and `load` configures. */
export async function abortSignals(
  daemonOptions: Partial<DaemonOptions> = {},
  load = nodejs,
  patience = PATIENCE,
): Promise<void> {
  const daemon = await startDaemon({
    ...daemonOptions,
    config: (dir) => load(dir, 'NodeOption "--expose-gc"\nTimeout 600\nImport "aborting"'),
    files: { ...reporting, 'aborting.ts': aborting },
  });
  const [all] = await waitForReport<string[]>(daemon, 'all', patience);
  expect(all.length).toBeGreaterThanOrEqual(30);
  const timeout = patience * 1000;
  await expect
    .poll(() => reported<string>(daemon, 'aborted').sort(), { timeout })
    .toEqual([...all].sort());
  expect((await daemon.stop(patience)).status).toBe(0);
}
