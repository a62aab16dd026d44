// Where Node.js or V8 cannot go on they end the process: a failed assertion, abort(), exit(). In a worker
// that ends the worker.
import { expect, test } from 'vitest';
import { expectReads, expectStop, expectUnharmed, startHazard } from './hazard.ts';

/** Each in a module of its own, since its worker is lost. */
const ways: Record<string, string> = {
  socket: `(net.connect(9, '127.0.0.1').on('error', () => {}) as any)._handle.writeBuffer();`,
  compression: `const stream = zlib.createGzip() as any; stream._handle.close(); stream._handle.params();`,
  parser: `const { HTTPParser } = createRequire('/')('_http_common'); new HTTPParser().execute();`,
  hash: `const hash = crypto.createHash('sha1') as any;
    for (const key of Object.getOwnPropertySymbols(hash)) hash[key]?.update?.();`,
  contexts: `new AsyncLocalStorage().run(1, () => setTimeout(() => {
    try { vm.runInNewContext('Promise.resolve().then(() => { for (;;); })', {}, { timeout: 50, microtaskMode: 'afterEvaluate' }); } catch {}
  }));`,
};

const ownWorker = (name: string): string => `<Import "bad_${name}">\nWorker "${name}"\n</Import>`;

const text = (code: string): string => `
import { AsyncLocalStorage } from 'node:async_hooks';
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import net from 'node:net';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';
import zlib from 'node:zlib';
import collectd from 'collectd';
let waits = true;
collectd.register_read(() => { if (waits) setTimeout(() => { ${code} }); waits = false; }, { name: 'start' + Math.random(), interval: 0.2 });
`;

test('the worker is lost and replaced, collectd goes on and stops as always', async () => {
  const names = Object.keys(ways);
  const daemon = await startHazard({
    text: '',
    options: names.map(ownWorker).join('\n'),
    files: Object.fromEntries(names.map((name) => [`bad_${name}.ts`, text(ways[name] as string)])),
  });
  for (const name of names)
    await daemon.waitForLog(
      new RegExp(
        `\\[error\\] nodejs plugin: The worker of bad_${name} is lost: Node\\.js would have ended the process \\((abort|exit)\\(.*\\)`,
      ),
    );
  // Where it was, for whatever a module has called.
  expect(daemon.log()).toMatch(
    /worker of bad_hash is lost: .*abort\(\)\), at \S+\/bad_hash\.ts:\d+\./,
  );
  await expectUnharmed(daemon);
});

test('a thread of worker_threads: the worker of its module is replaced', async () => {
  const inThread = `const stream = require('node:zlib').createGzip(); stream._handle.close(); stream._handle.params();`;
  const daemon = await startHazard({
    text: text(`new Worker(${JSON.stringify(inThread)}, { eval: true });`),
  });
  await daemon.waitForLog(
    /The worker of bad is lost: .*in a thread that it made with worker_threads Node\.js would have ended the process \(abort\(\)\)/,
  );
  await expectReads(daemon);
  await expectStop(daemon);
});

test('an array that is larger than V8 can make it', async () => {
  const daemon = await startHazard({
    options: '<Import "large">\nHeapLimit 4096\nTimeout 60\n</Import>',
    text: '',
    files: { 'large.ts': text('const numbers: number[] = []; for (;;) numbers.push(1);') },
  });
  await daemon.waitForLog(/The worker of large is lost: Node\.js would have ended the process/, 60);
  await expectUnharmed(daemon);
});
