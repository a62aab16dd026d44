// From the start to the end: what runs in which order, and what is said of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';
import { csv, isAlive, nodejs, startDaemon } from '../harness/index.ts';

/** The lines of `modules`, which all begin with their names. */
function said(log: string, ...modules: string[]): string[] {
  return logged(log, 'info').filter((line) => modules.some((name) => line.startsWith(`${name}: `)));
}

test.each([
  ['of modules that share a worker', 'Workers 1\n'],
  ['of modules in workers of their own, whose imports go on side by side', ''],
])('the order of a start and of its end, %s', async (_, workers) => {
  // Each step of a takes time, and what follows must wait for it.
  const module = (name: string, wait: string) => `
import { setTimeout as sleep } from 'node:timers/promises';
import { register_config, register_init, register_shutdown } from 'collectd';
const say = (step: string) => { console.log('${name}: ' + step); };
const slowly = async (step: string) => { say(step + ' begins'); ${wait} say(step + ' ends'); };
say('imported');
register_shutdown(() => slowly('shutdown 1'));
register_init(() => slowly('init 1'));
register_config((config) => slowly('config ' + config.children[0]?.key));
register_init(() => { say('init 2'); });
register_shutdown(() => { say('shutdown 2'); });
`;
  const { status, log } = await check(
    `${workers}<Module b>
  One 1
</Module>
Import "top"
Import "a"
<Module a>
  Two 2
</Module>
Import "b"
<Module b>
  Three 3
</Module>`,
    {
      files: {
        'top.mjs': `console.log('top: begins');
await new Promise((resolve) => setTimeout(resolve, 50));
console.log('top: ends');`,
        'a.ts': module('a', 'await sleep(20);'),
        'b.ts': module('b', ''),
      },
    },
  );
  expect(status, log).toBe(0);
  const steps = said(log, 'top', 'a', 'b');
  const imports = ['top: begins', 'top: ends', 'a: imported', 'b: imported'];
  const begun = steps.slice(0, imports.length);
  expect(workers === '' ? begun.sort() : begun).toEqual(workers === '' ? imports.sort() : imports);
  expect(steps.slice(imports.length)).toEqual([
    'b: config One begins',
    'b: config One ends',
    'a: config Two begins',
    'a: config Two ends',
    'b: config Three begins',
    'b: config Three ends',
    'a: init 1 begins',
    'a: init 1 ends',
    'a: init 2',
    'b: init 1 begins',
    'b: init 1 ends',
    'b: init 2',
    'a: shutdown 1 begins',
    'a: shutdown 1 ends',
    'a: shutdown 2',
    'b: shutdown 1 begins',
    'b: shutdown 1 ends',
    'b: shutdown 2',
  ]);
});

const dice = `import { register_init, register_read, register_shutdown, Values } from 'collectd';
register_init(() => { console.log('dice: init in process ' + process.pid); });
register_read(() => { new Values({ type: 'gauge', plugin: 'dice' }).dispatch({ values: [4] }); });
register_shutdown(async () => { await null; console.log('dice: shut down'); });
`;

test('daemonized: it starts after the fork, values flow, SIGTERM ends it', async () => {
  const daemon = await startDaemon({
    args: [],
    cwd: '/',
    config: (dir) => `${nodejs(dir, 'Import "dice"')}${csv(dir)}`,
    files: { 'dice.ts': dice },
  });
  const { pid } = daemon;
  await daemon.waitForLog(new RegExp(`dice: init in process ${pid}$`, 'm'));
  const row = await daemon.waitFor(() => daemon.csv('dice/gauge').at(1));
  expect(row.values).toEqual(['4.000000']);
  const ending = await daemon.stop();
  expect(ending.log).toMatch(/Exiting normally\.[^]*dice: shut down/);
  expect(logged(ending.log, 'error')).toEqual([]);
  expect(isAlive(pid)).toBe(false);
  // What collectd does last.
  expect(existsSync(join(daemon.dir, 'collectd.pid'))).toBe(false);
});

test('in the foreground: status 0, and SIGINT does as well', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const daemon = await startDaemon({
      config: (dir) => nodejs(dir, 'Import "dice"'),
      files: { 'dice.ts': dice },
    });
    await daemon.waitForLog(/Initialization complete/);
    daemon.kill(signal);
    const ending = await daemon.waitForExit();
    expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
    expect(ending.log).toContain('dice: shut down');
  }
});

test.each(['0<&-', '1>&-', '2>&-'])('without a standard stream: %s', async (closed) => {
  const { status, log } = await check('Import "dice"', {
    files: { 'dice.ts': dice },
    command: ['sh', '-c', `"$@" ${closed}`, 'sh', '/usr/sbin/collectd'],
  });
  expect(status, log).toBe(0);
});

describe('-T', () => {
  test('runs everything once', async () => {
    const { status, log } = await check('Import "x"', {
      files: {
        'x.ts': `import { register_init, register_read, register_shutdown } from 'collectd';
import { setTimeout as sleep } from 'node:timers/promises';
register_init(() => { console.log('x: init'); });
register_read(async () => {
  console.log('x: read begins');
  await sleep(300); // longer than a read thread waits otherwise
  console.log('x: read ends');
});
register_shutdown(() => { console.log('x: shutdown'); });`,
      },
    });
    expect(status, log).toBe(0);
    expect(said(log, 'x')).toEqual(['x: init', 'x: read begins', 'x: read ends', 'x: shutdown']);
  });

  test('has status 1 when a read fails, at once or later', async () => {
    for (const failure of [
      `throw new Error('no');`,
      `return new Promise((_, reject) => setTimeout(() => reject(new Error('no')), 300));`,
    ]) {
      const { status, log } = await check('Import "x"', {
        files: {
          'x.ts': `import { register_read } from 'collectd';\nregister_read(() => { ${failure} });`,
        },
      });
      expect(status, log).toBe(1);
      expect(log).toMatch(
        /Unhandled nodejs exception in read callback: Error: no \(x, \/.*x\.ts:2:\d+\)/,
      );
    }
  });
});

describe('process.exit', () => {
  const other = `import { register_read } from 'collectd';
let reads = 0;
register_read(() => { console.log('other: read ' + ++reads); });`;

  test('in a callback ends its worker only', async () => {
    const daemon = await startDaemon({
      config: (dir) => nodejs(dir, 'Import "quits"\nImport "other"'),
      files: {
        'quits.ts': `import { register_read } from 'collectd';
register_read(() => { console.log('quits: now'); process.exit(3); });`,
        'other.ts': other,
      },
    });
    await daemon.waitForLog(/quits: now[^]*other: read \d+[^]*other: read \d+[^]*other: read \d+/);
    const ending = await daemon.stop();
    expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
    const errors = logged(ending.log, 'error').filter((line) => line.startsWith('nodejs'));
    expect(errors.slice(0, 2)).toEqual([
      expect.stringMatching(/^nodejs plugin: process\.exit\(3\): .*\(quits, \S+\/quits\.ts:2:58\)/),
      expect.stringMatching(
        /^nodejs plugin: The worker of quits has ended: process\.exit\(3\) at \S+\/quits\.ts:2\.$/,
      ),
    ]);
    for (const line of errors) expect(line).toMatch(/quits/);
  });

  test('while a module is imported leaves it out', async () => {
    const { status, signal, log } = await check('Import "quits"\nImport "other"', {
      files: { 'quits.ts': 'process.exit(0);', 'other.ts': other },
    });
    expect({ status, signal }, log).toEqual({ status: 1, signal: null });
    expect(logged(log, 'error')).toEqual([
      expect.stringMatching(/^nodejs plugin: process\.exit\(0\): .*\(quits, /),
      expect.stringMatching(/^nodejs plugin: The worker of quits has ended: process\.exit\(0\)/),
    ]);
    expect(log).toContain('other: read 1');
  });

  test('does not leave modules of the same worker to be waited for', async () => {
    const { status, log } = await check(
      'Workers 1\nShutdownTimeout 300\nImport "quits"\nImport "other"',
      {
        files: {
          'quits.ts': `import { register_shutdown } from 'collectd';
register_shutdown(() => { process.exit(3); });`,
          'other.ts': `${other}\nimport { register_shutdown } from 'collectd';\nregister_shutdown(() => {});`,
        },
      },
    );
    expect(status, log).toBe(1);
    expect(logged(log, 'error')).toEqual([
      expect.stringMatching(/^nodejs plugin: process\.exit\(3\): .*\(quits, /),
    ]);
  });
});
