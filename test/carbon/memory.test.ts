// What an outage costs in memory, with the default BufferSize of 100,000 lines.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Daemon } from '../daemon/harness/index.ts';
import { freePort, receiver } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import { expectSteady, roundsSoFar, startUnderLoad } from './load.ts';

const METRICS = 4000;
/** Long names: what is kept outweighs what V8 has for itself. */
const ENDING =
  '-of-some-thing-with-a-name-as-long-as-those-of-disks-by-their-path-or-of-containers-by-their-hash';
const LINE_BYTES = `testhost.load.gauge.m1234${ENDING}.value 123.000000 1732177000\n`.length;
const MIB = 2 ** 20;

/** The buffer's text, once more for what V8 has not yet collected, and two semi-spaces of 16 MiB for each worker. */
const MOST = (2 * 100_000 * LINE_BYTES) / MIB + 3 * 32;

/** MiB that belong to no file: the heaps of all workers, and everything else that grows. */
function anonymous(daemon: Daemon): number {
  const status = readFileSync(`/proc/${daemon.pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

test.each([
  ['Carbon is down', async () => freePort()],
  ['Carbon hangs', async () => (await LineServer.start({ isDeaf: true })).port],
])(
  '%s: memory stays bounded however long that lasts',
  async (_, port) => {
    const options = receiver(await port(), 'WriteTimeout 3600');
    const daemon = await startUnderLoad(options, METRICS, 0.1, ENDING);
    await daemon.waitFor(() => roundsSoFar(daemon) >= 2);
    const before = anonymous(daemon);
    await daemon.waitForLog(/BufferSize \(100000 lines\) is reached/, 60);
    const full = roundsSoFar(daemon);
    let most = 0;
    // Twelve buffers more.
    await daemon.waitFor(() => {
      most = Math.max(most, anonymous(daemon));
      return roundsSoFar(daemon) >= full + 300;
    }, 150);
    expect((300 * METRICS * LINE_BYTES) / MIB).toBeGreaterThan(MOST);
    expect(most - before).toBeLessThan(MOST);
    expectSteady(daemon);
    expect((await daemon.stop(30)).status).toBe(0);
  },
  300_000,
);
