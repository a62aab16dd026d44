// What handles exceptions throws itself, or is replaced by something that throws: both are logged, and the
// module goes on. Node ends a program for it.
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const ways: Record<string, string> = {
  listener: `process.on('uncaughtException', () => { throw new Error('again'); });`,
  first: `process.prependListener('uncaughtException', () => { throw new Error('again'); });`,
  monitor: `process.on('uncaughtExceptionMonitor', () => { throw new Error('again'); });`,
  capture: `process.setUncaughtExceptionCaptureCallback(() => { throw new Error('again'); });`,
  domain: `const one = domain.create(); one.on('error', () => { throw new Error('again'); }); one.enter();`,
  emit: `process.emit = (() => { throw new Error('again'); }) as never;`,
  getter: `Object.defineProperty(process, '_events', { configurable: true, get() { throw new Error('again'); } });`,
  none: `process.removeAllListeners(); process.on('exit', () => { throw new Error('again'); });`,
  replaced: `try { Object.assign(process, { _fatalException: () => { throw new Error('again'); } }); } catch {}`,
  defined: `try { Object.defineProperty(process, '_fatalException', { get() { throw new Error('again'); } }); } catch {}`,
};

const ownWorker = (name: string): string => `<Import "bad_${name}">\nWorker "${name}"\n</Import>`;

const text = (name: string, code: string): string => `
import domain from 'node:domain';
import collectd from 'collectd';
import { report } from './report.ts';
let reads = 0;
collectd.register_read(() => {
  report('${name}', ++reads);
  if (reads !== 1) return;
  setTimeout(() => { ${code} });
  setTimeout(() => { throw new Error('first'); }, 1);
  setTimeout(() => { Promise.reject(new Error('second')); }, 2);
}, { name: '${name}', interval: 0.2 });
`;

test('whatever handles exceptions', async () => {
  const names = Object.keys(ways);
  const daemon = await startHazard({
    text: '',
    options: names.map(ownWorker).join('\n'),
    files: Object.fromEntries(
      names.map((name) => [`bad_${name}.ts`, text(name, ways[name] as string)]),
    ),
  });
  const missing = (): string[] =>
    names.flatMap((name) =>
      // Of a promise Node tells by process.emit() alone.
      (['emit', 'getter'].includes(name) ? ['first'] : ['first', 'second'])
        .filter(
          (what) =>
            !new RegExp(`in asynchronous code: Error: ${what} \\(bad_${name}, `).test(daemon.log()),
        )
        .map((what) => `${name}: ${what}`),
    );
  await expect.poll(missing, { timeout: 45_000 }).toEqual([]);
  for (const name of names) await daemon.waitFor(() => reported(daemon, name).length > 5);
  for (const name of ['listener', 'first', 'monitor', 'capture', 'domain', 'emit'])
    expect(daemon.log(), name).toMatch(
      new RegExp(`in asynchronous code: Error: again \\(bad_${name}, `),
    );
  expect(daemon.log()).not.toMatch(/has ended|is lost/);
  await expectUnharmed(daemon);
});

test('a hook of node:async_hooks: the worker ends, and the log has the reason', async () => {
  const daemon = await startHazard({
    text: `import { createHook } from 'node:async_hooks';
import { afterStart } from './start.ts';
afterStart(() => { createHook({ init() { throw new Error('in a hook'); } }).enable(); setTimeout(() => {}); });`,
  });
  await daemon.waitForLog(/^\[error\] Error: in a hook$/m);
  await daemon.waitForLog(/^\[error\] +at AsyncHook\.init \(.*bad\.ts:3:\d+\)$/m);
  await daemon.waitForLog(/The worker of bad has ended: process\.exit\(1\)/);
  await expectUnharmed(daemon);
});
