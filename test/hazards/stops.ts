// Stopping collectd at a random moment, its start included, with modules that do what they like.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
// biome-ignore lint/plugin: the moment of the stop is the input.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Daemon, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { LONGEST_STOP } from './hazard.ts';

const importCollectd = `import collectd, { Notification, Values } from 'collectd';
import { readFileSync } from 'node:fs';
`;

/** `PORT` is one of a server that accepts and never answers. */
const misbehaving: Record<string, string> = {
  fine: `collectd.register_read(() => { new Values({ plugin: 'fine', type: 'gauge' }).dispatch({ values: [1] }); });
collectd.register_shutdown(() => {});`,
  pending: `collectd.register_read(() => new Promise(() => {}), { interval: 0.1 });
setInterval(() => {}, 10);`,
  loop: `let calls = 0;
collectd.register_read(() => { if (++calls > 3) for (;;); }, { interval: 0.1 });`,
  loop_in_timer: 'setTimeout(() => { for (;;); }, 700);',
  loop_at_import: 'for (;;);',
  hanging_import: 'collectd.register_init(() => new Promise(() => {}));',
  hanging_shutdown: 'collectd.register_shutdown(() => new Promise(() => {}));',
  looping_shutdown: 'collectd.register_shutdown(() => { for (;;); });',
  no_answer: `const ask = () => fetch('http://127.0.0.1:PORT/').then(() => {});
collectd.register_read(ask);
collectd.register_init(ask);`,
  blocking: `collectd.register_read(() => { readFileSync(process.env.HOME + '/fifo'); });`,
  writer: `collectd.register_write(() => {});
collectd.register_notification(() => {});
collectd.register_log(() => {});
collectd.register_flush(() => {});`,
  slow_writer: `collectd.register_write((vl) => new Promise((resolve) => setTimeout(resolve, 20)));`,
  stuck_writer: 'collectd.register_write(() => new Promise(() => {}), { batch: true });',
  looping_writer: 'collectd.register_write((vl) => { if (vl.values[0] === 500) for (;;); });',
  source: `collectd.register_read(() => {
  for (let i = 0; i < 1000; i++)
    new Values({ plugin: 'source', type: 'gauge', type_instance: String(i) }).dispatch({ values: [i] });
  new Notification({ severity: collectd.NOTIF_OKAY, message: 'sent' }).dispatch();
}, { interval: 0.1 });`,
  exits: 'setTimeout(() => process.exit(1), 600);',
  throws: `setInterval(() => { throw new Error('on purpose'); }, 50);`,
  eats: `const kept: unknown[] = [];
setTimeout(() => { for (;;) kept.push({ at: kept.length }); }, 500);`,
};

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Before that SIGTERM ends it as it ends any program. */
function catchesTerm(pid: number): boolean {
  try {
    const [, caught = '0'] =
      /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${caught}`) & (1n << 14n)) !== 0n;
  } catch {
    return false;
  }
}

interface Stop {
  modules: string[];
  /** Milliseconds from the moment on from which collectd takes SIGTERM. */
  after: number;
}

function plan(seed: number): Stop {
  const next = random(seed);
  const names = Object.keys(misbehaving);
  const modules = ['source', 'writer'];
  for (let count = 2 + Math.floor(next() * 4); count > 0; count--) {
    const name = names[Math.floor(next() * names.length)] ?? 'fine';
    if (!modules.includes(name)) modules.push(name);
  }
  // Half of them while it starts or has just started.
  return { modules, after: next() < 0.5 ? next() * 400 : next() * 4000 };
}

async function start({ modules }: Stop, port: number): Promise<Daemon> {
  const files = modules.map((name) => [
    `${name}.ts`,
    importCollectd + (misbehaving[name] ?? '').replace('PORT', String(port)),
  ]);
  return startDaemon({
    config: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      const imports = modules.map((name) => `Import "${name}"`).join('\n');
      return nodejs(dir, `Timeout 1\nHeapLimit 64\nWriteQueueLimit 2000\n${imports}`);
    },
    files: Object.fromEntries(files),
  });
}

const randomSeed = (): number => Math.floor(Math.random() * 1e6);

/** So many tests, each with a collectd of its own; what a seed stands for is always the same. */
export function testStops(count: number, first = randomSeed()): void {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => {
    server.close();
  });

  const seeds = Array.from({ length: count }, (_, i) => first + i);
  test.each(seeds)('stopped at a random moment, seed %i', { timeout: 120_000 }, async (seed) => {
    const stop = plan(seed);
    const daemon = await start(stop, port);
    await daemon.waitFor(() => catchesTerm(daemon.pid), 45);
    // The moment is what is varied here.
    await sleep(stop.after);
    const ending = await daemon.stop(60);
    const { status, signal } = ending;
    // As when a shutdown callback of any plugin fails.
    const failed = /The shutdown callback \S+ .* has not finished/.test(ending.log) ? 1 : 0;
    const told = `${stop.modules.join(', ')}; after ${stop.after.toFixed()} ms; ${ending.seconds.toFixed(1)} s\n${ending.log}`;
    expect({ status, signal }, told).toEqual({ status: failed, signal: null });
    expect(ending.seconds, told).toBeLessThan(LONGEST_STOP);
    expect(ending.log, told).toContain('Exiting normally.');
  });
}
