// What an outage costs in memory, with the default BufferSize of 100,000 lines.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Daemon } from '../daemon/harness/index.ts';
import { unusedEndpoint } from '../network/endpoint.ts';
import { receiver } from './carbon-writer.ts';
import { LineServer } from './line-server.ts';
import { keepsPace, roundsSoFar, startUnderLoad, waitForRounds } from './load.ts';

const METRICS = 4000;
const MIB = 2 ** 20;
/** Long names: what is kept outweighs what V8 has for itself. */
const LINE_BYTES =
  `testhost.load.${'y'.repeat(120)}.gauge.m1234-${'x'.repeat(110)}.value 123.000000 1732177000\n`
    .length;

/** The buffer's text, once more for what V8 has not yet collected, and two semi-spaces of 16 MiB for each worker. */
const MOST = (2 * 100_000 * LINE_BYTES) / MIB + 2 * 32;

/** So many rounds would take more than that. */
const ROUNDS = Math.ceil((1.25 * MOST * MIB) / (METRICS * LINE_BYTES));

/** MiB that belong to no file: the heaps of all workers, and everything else that grows. */
function anonymous(daemon: Daemon): number {
  const status = readFileSync(`/proc/${daemon.pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

test.each([
  ['Carbon is down', () => unusedEndpoint('tcp')],
  ['Carbon hangs', async () => (await LineServer.start({ isDeaf: true })).endpoint],
])(
  '%s: memory stays bounded however long that lasts',
  async (_, endpoint) => {
    const options = receiver(await endpoint(), 'WriteTimeout 3600');
    const daemon = await startUnderLoad(options, { metrics: METRICS, isLong: true });
    await waitForRounds(daemon, 2);
    const before = anonymous(daemon);
    await daemon.waitForLog(/BufferSize \(100000 lines\) is reached/, 120);
    await keepsPace(daemon);
    const full = roundsSoFar(daemon);
    let most = 0;
    await daemon.waitFor(() => {
      most = Math.max(most, anonymous(daemon));
      return roundsSoFar(daemon) >= full + ROUNDS;
    }, 300);
    expect(most - before).toBeLessThan(MOST);
    expect((await daemon.stop()).status).toBe(0);
  },
  600_000,
);
