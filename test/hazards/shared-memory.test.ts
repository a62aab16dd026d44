// Memory outside of every heap: SharedArrayBuffers, and messages that wait for somebody to read them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Daemon } from '../daemon/harness/index.ts';
import { waitForReport, waitForReports } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const LIMIT = 64;
/** MiB: collectd with two workers, and what they may have by their limits. */
const MOST = 700;

const REFUSED = {
  memory:
    'RangeError undefined: Array buffer allocation failed: it would be more than the HeapLimit of 64 MiB',
  turn: 'RangeError ERR_COLLECTD_QUEUE_FULL: postMessage(): more than the HeapLimit of 64 MiB would have been posted within one turn of the event loop; let it turn',
  ports:
    'RangeError ERR_COLLECTD_QUEUE_FULL: postMessage(): more than the HeapLimit of 64 MiB would wait in MessageChannels; read them, and let the event loop turn',
};

const HEAD = `import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { report, thrown } from './report.ts'; import { afterStart } from './start.ts';
/** Not really without end: where nothing refuses it, the machine has to survive. */
const MUCH = 1100;
const block = (): ArrayBuffer => new Uint8Array(1 << 20).fill(1).buffer;
const kept: unknown[] = [];
`;

const HAZARDS = `
function tell(outcome: string): void { console.warn(outcome); report('outcome', outcome); }
function loop(code: () => unknown): void { tell(thrown(() => { for (let i = 0; i < MUCH; i++) code(); })); }
function often(code: () => unknown): void {
  let count = 0;
  const timer = setInterval(() => {
    const outcome = thrown(() => { for (let i = 0; i < 10; i++) code(); });
    count += 10;
    if (outcome === 'nothing' && count < MUCH) return;
    clearInterval(timer);
    tell(outcome);
  }, 1);
}
function share(): void {
  const memory = new SharedArrayBuffer(1 << 20);
  new Uint8Array(memory).fill(1);
  kept.push(memory);
}
`;

/** MiB, of the moment at which it was most. */
function peak({ pid }: Daemon): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

async function start(code: string): Promise<Daemon> {
  return await startHazard({
    head: HEAD + HAZARDS,
    text: `afterStart(() => { ${code} });`,
    timeout: 60,
    options: `HeapLimit ${LIMIT}`,
  });
}

const IN_A_THREAD = `const kept = [];
  try { for (let i = 0; i < 1100; i++) { const memory = new SharedArrayBuffer(1 << 20); new Uint8Array(memory).fill(1); kept.push(memory); } }
  catch (error) { require('node:worker_threads').parentPort.postMessage(error.name + ' undefined: ' + error.message); }`;

test.each([
  ['SharedArrayBuffers', REFUSED.memory, 'loop(share);'],
  ['SharedArrayBuffers, slowly', REFUSED.memory, 'often(share);'],
  [
    'SharedArrayBuffers by Reflect.construct and the constructor of the prototype',
    REFUSED.memory,
    `loop(() => {
      const Shared = SharedArrayBuffer.prototype.constructor as typeof SharedArrayBuffer;
      const memory = Reflect.construct(Shared, [1 << 20], class extends SharedArrayBuffer {});
      new Uint8Array(memory).fill(1);
      kept.push(memory);
    });`,
  ],
  [
    'shared memory of WebAssembly that grows',
    REFUSED.memory,
    `const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true } as never);
    loop(() => { memory.grow(16); new Uint8Array(memory.buffer).fill(1, -(1 << 20)); });`,
  ],
  [
    'SharedArrayBuffers of a thread',
    REFUSED.memory,
    `new Worker(${JSON.stringify(IN_A_THREAD)}, { eval: true }).on('message', tell);`,
  ],
  [
    'messages to a channel that nothing reads',
    REFUSED.ports,
    'const { port1 } = new MessageChannel(); const message = block(); loop(() => port1.postMessage(message));',
  ],
  [
    'messages to a channel that nothing reads, slowly',
    REFUSED.ports,
    'const { port1 } = new MessageChannel(); const message = { text: "x".repeat(1 << 19) }; often(() => port1.postMessage([message]));',
  ],
  [
    'messages to many channels that nothing reads',
    REFUSED.ports,
    'const message = block(); often(() => new MessageChannel().port1.postMessage(message));',
  ],
  [
    'buffers that are transferred to a channel that nothing reads',
    REFUSED.ports,
    'const { port1 } = new globalThis.MessageChannel(); loop(() => { const message = block(); port1.postMessage(message, [message]); });',
  ],
  [
    'messages to a channel that has a listener, in a loop',
    REFUSED.ports,
    'const { port1, port2 } = new MessageChannel(); port2.on("message", () => {}); const message = block(); loop(() => port1.postMessage(message)); port1.close();',
  ],
  [
    'messages to a BroadcastChannel, in a loop',
    REFUSED.turn,
    'const from = new BroadcastChannel("a"); const to = new BroadcastChannel("a"); const message = block(); loop(() => from.postMessage(message)); from.close(); to.close();',
  ],
  [
    'messages to a thread, in a loop',
    REFUSED.turn,
    'const thread = new Worker("setInterval(() => {}, 1000);", { eval: true }); const message = block(); loop(() => thread.postMessage(message));',
  ],
])('%s', async (_, outcome, code) => {
  const daemon = await start(code);
  const [told] = await waitForReport<string>(daemon, 'outcome');
  expect(told).toBe(outcome);
  await daemon.waitForLog(/HeapLimit of 64 MiB/);
  expect(peak(daemon)).toBeLessThan(MOST);
  expect(await expectUnharmed(daemon)).not.toContain('The worker of bad');
});

/** Each is done with more than the limit in all; each ends with 'nothing' thrown. */
const ORDINARY: Record<string, string> = {
  'SharedArrayBuffers one after the other': `
    for (let i = 0; i < 80; i++) {
      const memory = new SharedArrayBuffer(8 << 20);
      new Uint8Array(memory).fill(1);
      const words = new Int32Array(memory.slice(0, 8));
      if (Atomics.add(words, 0, 1) !== 0x01010101) throw new Error('the words differ');
    }`,
  'the class of SharedArrayBuffers': `
    const memory = new SharedArrayBuffer('8' as never);
    class Own extends SharedArrayBuffer {}
    const facts = [memory.byteLength === 8, memory instanceof SharedArrayBuffer, SharedArrayBuffer.name === 'SharedArrayBuffer',
      SharedArrayBuffer.length === 1, memory.constructor === SharedArrayBuffer, new Own(4) instanceof Own, Own.name === 'Own',
      SharedArrayBuffer[Symbol.species] === SharedArrayBuffer, memory.slice(4).byteLength === 4, new SharedArrayBuffer().byteLength === 0,
      structuredClone(memory) instanceof SharedArrayBuffer, thrown(() => new SharedArrayBuffer(-1)).startsWith('RangeError'),
      thrown(() => (SharedArrayBuffer as unknown as () => void)()).startsWith('TypeError')];
    if (facts.includes(false)) throw new Error(facts.join());`,
  'a channel that is read at once': `
    const { port1, port2 } = new MessageChannel();
    for (let i = 0; i < 80; i++) {
      port1.postMessage({ i, block: block() });
      if (receiveMessageOnPort(port2)?.message.i !== i) throw new Error('the message differs');
    }
    port1.close();`,
  'copies by structuredClone': `
    for (let i = 0; i < 80; i++) if (structuredClone({ block: block() }).block.byteLength !== 1 << 20) throw new Error('the copy differs');`,
  'a channel that is read': `
    const { port1, port2 } = new MessageChannel();
    for (let i = 0; i < 80; i++) {
      const answer = new Promise((resolve) => port2.once('message', resolve));
      const message = block();
      if ((port1.postMessage(message, i % 2 === 0 ? [message] : { transfer: [message] }) as unknown) !== true) throw new Error('it returned something else');
      if (message.byteLength !== 0) throw new Error('it was not transferred');
      if ((await answer as ArrayBuffer).byteLength !== 1 << 20) throw new Error('the message differs');
    }
    port1.close();`,
  'a channel that is read by a thread': `
    const { port1, port2 } = new MessageChannel();
    const thread = new Worker(\`require('node:worker_threads').workerData.on('message', (m) => { for (let i = 0; i < 3; i++) structuredClone(m);
      require('node:worker_threads').parentPort.postMessage(m, [m]); })\`, { eval: true, workerData: port2, transferList: [port2] });
    for (let i = 0; i < 80; i++) {
      const answer = new Promise((resolve) => thread.once('message', resolve));
      port1.postMessage(block());
      if ((await answer as ArrayBuffer).byteLength !== 1 << 20) throw new Error('the message differs');
    }
    await thread.terminate();`,
  'channels that are closed unread': `
    for (let i = 0; i < 80; i++) {
      const { port1, port2 } = new MessageChannel();
      port1.postMessage(block());
      port2.close();
      await new Promise((resolve) => setImmediate(resolve));
    }`,
  'a BroadcastChannel': `
    const from = new BroadcastChannel('ordinary'); const to = new BroadcastChannel('ordinary');
    for (let i = 0; i < 80; i++) {
      const answer = new Promise((resolve) => { to.onmessage = resolve; });
      from.postMessage(block());
      if ((await answer as { data: ArrayBuffer }).data.byteLength !== 1 << 20) throw new Error('the message differs');
    }
    from.close(); to.close();`,
};

test('ordinary use has more than the limit in all', async () => {
  const uses = Object.entries(ORDINARY).map(
    ([name, code]) => `await tell(${JSON.stringify(name)}, async () => { ${code} });`,
  );
  const daemon = await startHazard({
    head: HEAD,
    text: `async function tell(name: string, code: () => Promise<void>): Promise<void> {
      report('outcome', [name, await code().then(() => 'nothing', (error) => error.stack)]);
    }
    afterStart(async () => { ${uses.join('\n')} });`,
    timeout: 60,
    options: `HeapLimit ${LIMIT}`,
  });
  const names = Object.keys(ORDINARY);
  expect(await waitForReports(daemon, 'outcome', names.length)).toEqual(
    names.map((name) => [name, 'nothing']),
  );
  expect(await expectUnharmed(daemon)).not.toContain('The worker of bad');
});
