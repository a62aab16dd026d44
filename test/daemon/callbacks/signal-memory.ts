// What AbortSignals that nothing holds leave in the memory of a worker.
import { expect } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const leaking = (thousands: number): string => `
import collectd, { Values } from 'collectd';
import { setTimeout as sleep } from 'node:timers/promises';
import { report } from './report.ts';
declare function gc(): void;
const used = async () => {
  for (let i = 0; i < 5; i++) { gc(); await sleep(20); }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};
const listen = (signal: AbortSignal) => { signal.addEventListener('abort', () => {}); return signal; };
const fired = (signal: AbortSignal, controller: AbortController) => { listen(signal); controller.abort(); };
type Kind = (() => unknown) | typeof write;
const outlives = new AbortController();
const kinds: Record<string, Kind> = {
  'of a call': write,
  own: () => new AbortController().signal,
  listened: () => listen(new AbortController().signal),
  fired: () => { const one = new AbortController(); fired(one.signal, one); },
  timeout: () => AbortSignal.timeout(3_600_000),
  'timeout fired': () => AbortSignal.timeout(1),
};
// That of a call: one for each value list.
let written = 0;
const values = new Values({ plugin: 'signals', type: 'gauge', values: [1], time: 1 });
collectd.register_write(() => { listen(collectd.signal()); written++; });
async function write(lists: number): Promise<void> {
  const end = written + lists;
  for (let i = 0; i < lists; i++) { values.time += 1; values.dispatch(); }
  while (written < end) await sleep(2);
}
if ('any' in AbortSignal) {
  kinds.any = () => AbortSignal.any([AbortSignal.timeout(3_600_000), outlives.signal]);
  kinds['any listened'] = () => listen(AbortSignal.any([new AbortController().signal]));
  kinds['any fired'] = () => { const one = new AbortController(); fired(AbortSignal.any([one.signal]), one); };
}
async function make(kind: Kind, thousands: number): Promise<void> {
  for (let i = 0; i < thousands; i++) {
    if (kind === write) await write(1000);
    else for (let j = 0; j < 1000; j++) kind();
    await sleep(2);
  }
}
let isOver = false;
collectd.register_read(async () => {
  if (isOver) return;
  isOver = true;
  for (const [name, kind] of Object.entries(kinds)) {
    await make(kind, 3);
    const before = await used();
    await make(kind, ${thousands});
    report('left', [name, (await used()) - before]);
  }
  report('end', 1);
}, { timeout: 3600 });
`;

/** @param thousands - of signals of each kind. */
export async function leaveNoMemory(thousands: number, seconds: number): Promise<void> {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, `NodeOption "--expose-gc"\nTimeout ${seconds}\nImport "leaking"`),
    files: { ...reporting, 'leaking.ts': leaking(thousands) },
  });
  await waitForReport(daemon, 'end', seconds);
  const left = reported<[string, number]>(daemon, 'left');
  expect(left.length).toBeGreaterThanOrEqual(6);
  // MiB: Node's own any() of version 18 leaves more than two for a thousand.
  for (const [name, mib] of left) expect(mib, name).toBeLessThan(5);
  await daemon.stop();
}
