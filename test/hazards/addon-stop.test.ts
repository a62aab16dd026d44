// Native addons that cannot bear the end of their environment, or have work under way when it comes.
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { nativePlugin } from '../daemon/native/plugin.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { COUNTING, expectReads, expectStop, type Hazard, startHazard, survive } from './hazard.ts';

const addon = (name: string): string =>
  `createRequire('/')(process.env.HOME + '/native/${name}.node')`;

const work = (kind: string, hangs: boolean): string =>
  `${addon('pool')}.work('${kind}', ${hangs}, () => {});`;
const arm = (kind: string): string => `${addon('teardown')}.arm('${kind}');`;

const cases: Record<string, string> = {
  'work of Node-API without end': work('napi', true),
  'work of libuv without end': work('uv', true),
  'work of Node-API at every moment': `setInterval(() => { ${work('napi', false)} }, 1);`,
  'a finalizer that ends the process': arm('finalizer'),
  'a cleanup hook that ends the process': arm('hook'),
  'a thread that calls a thread-safe function': arm('function'),
  'a thread that wakes the event loop': arm('async'),
  'all of it in a thread of worker_threads': `new Worker(\`const { createRequire } = require('node:module');
    ${arm('hook')} ${work('napi', true)} require('node:worker_threads').parentPort.postMessage(0);\`, { eval: true })
    .on('message', () => { report('thread', 0); });`,
};

function hazard(code: string): Hazard {
  return {
    head: `${COUNTING}import { createRequire } from 'node:module'; import { Worker } from 'node:worker_threads';\n`,
    text: code,
    before(dir) {
      compileAddon(dir, 'pool');
      compileAddon(dir, 'teardown');
      return '';
    },
    after: (dir) => nativePlugin(dir, 'last'),
  };
}

test.each(Object.entries(cases))('%s, when collectd stops', async (_name, code) => {
  const daemon = await startHazard(hazard(code));
  await expectReads(daemon);
  if (code.includes('Worker(')) await waitForReport(daemon, 'thread');
  const log = await expectStop(daemon);
  expect(log).toContain('last: the shutdown callback was called');
  expect(log).not.toContain('does not end');
});

test.each(['napi', 'uv'])('work of %s without end, when the worker ends', async (kind) => {
  await survive({
    ...hazard(`if (boot === 1) { ${work(kind, true)} afterStart(() => process.exit()); }`),
    log: [
      /The worker of bad is lost: work of an addon was under way when it ended \(process\.exit\(0\) at .*bad\.ts:\d+\)\. It is left alone/,
    ],
  });
});

test('an addon without work under way: its worker is started again', async () => {
  await survive({
    ...hazard(`${work('napi', false)} if (boot === 1) afterStart(() => process.exit());`),
    log: [/The worker of bad has ended: process\.exit\(0\)/],
  });
});
