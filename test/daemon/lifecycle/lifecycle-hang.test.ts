// Modules that do not finish what they begin: the start and the stop go on without them.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';
import { type Daemon, type DaemonOptions, nodejs, startDaemon } from '../harness/index.ts';

const good = `import { register_read, register_shutdown } from 'collectd';
register_read(() => { console.log('good: read'); });
register_shutdown(() => { console.log('good: shut down'); });`;

const never = `console.log('bad: begins');\nawait new Promise(() => {});`;
const loop = `console.log('bad: begins');\nfor (;;) {}`;

interface Stuck {
  what: string;
  file?: string;
  text: string;
  step: string;
  status: number;
}

const collectd = `import { register_config, register_init, register_read } from 'collectd';
register_read(() => { console.log('bad: read'); });\n`;
const stuck: Stuck[] = [
  {
    what: 'a promise',
    file: 'bad.mjs',
    text: never,
    step: 'Module "bad" (<file>): its import',
    status: 1,
  },
  {
    what: 'an endless loop',
    text: loop,
    step: 'Module "bad" (<file>): its import blocks its worker for more than 10 s, at <file>:2; it is ended.',
    status: 1,
  },
  {
    what: 'a config callback',
    text: `${collectd}register_config(() => new Promise(() => {}));`,
    step: 'The config callback nodejs.bad (<file>:3:1)',
    status: 1,
  },
  {
    what: 'an init callback',
    text: `${collectd}register_init(() => new Promise(() => {}));`,
    step: 'The init callback nodejs.bad (<file>:3:1)',
    status: 0,
  },
];

// Side by side, as each takes its 10 s.
test('what does not end while collectd starts is waited for 10 s', async () => {
  const run = async ({ what, file = 'bad.ts', text, step, status: expected }: Stuck) => {
    const lines = 'Import "bad"\nImport "good"\n<Module bad>\nKey 1\n</Module>';
    const { status, signal, log } = await check(lines, {
      files: { [file]: text, 'good.ts': good },
    });
    expect({ what, status, signal }, log).toEqual({ what, status: expected, signal: null });
    const errors = logged(log, 'error')
      .filter((line) => !line.startsWith('    at '))
      .map((line) => line.replaceAll(/\/[^\s:]+\/bad\.\w+/g, '<file>'));
    const said = step.endsWith('.') ? step : `${step} has not finished within 10 s.`;
    expect(errors).toEqual([`nodejs plugin: ${said}`]);
    // With a failing init callback a module stays.
    expect(log.includes('bad: read'), log).toBe(expected === 0);
    expect(log).toMatch(/good: read[^]*good: shut down/);
  };
  await Promise.all(stuck.map(run));
});

describe('an import or an init callback that does not end', () => {
  test.each([
    ['a promise', 'bad.mjs', never],
    ['an endless loop', 'bad.ts', loop],
    [
      'an init callback',
      'bad.ts',
      `import { register_init } from 'collectd';
register_init(() => { console.log('bad: begins'); return new Promise(() => {}); });`,
    ],
  ])('%s does not keep collectd from being stopped', async (_, name, text) => {
    for (const args of [['-f'], []]) {
      const daemon = await startDaemon({
        args,
        // A stop that waited for a step, or for what blocks its worker, would not be seen to end.
        config: (dir) =>
          nodejs(dir, 'Timeout 300\nShutdownTimeout 300\nImport "bad"\nImport "good"'),
        files: { [name]: text, 'good.ts': good },
      });
      await daemon.waitForLog(/bad: begins/);
      const ending = await daemon.stop();
      expect(ending.log).toContain('Exiting normally.');
      expect(ending.log).not.toContain('has not finished');
      if (args.length > 0) expect(ending).toMatchObject({ status: 0, signal: null });
    }
  });
});

describe('ShutdownTimeout bounds the stop', () => {
  // More than the 4 s that there are without the option. The last fifth of it is left to the shutdown
  // callbacks by what does not drain: a second, for a callback that only prints.
  const budget = 5;

  /** One bad module and one good one, at a moment when the bad one is at it. */
  async function start(
    text: string,
    rest: Partial<DaemonOptions> = {},
    imports = 'Import "bad"\nImport "good"',
  ): Promise<Daemon> {
    const daemon = await startDaemon({
      config: (dir) => options(dir, imports),
      files: { 'bad.ts': text, 'good.ts': good },
      ...rest,
    });
    await daemon.waitForLog(/bad: begins/);
    await daemon.waitForLog(/good: read/);
    return daemon;
  }

  // Nothing but the stop ends what is stuck.
  function options(dir: string, imports = 'Import "bad"\nImport "good"'): string {
    return nodejs(dir, `Timeout 300\nShutdownTimeout ${budget}\n${imports}`);
  }

  /** Without a bound it would not end at all. The time beyond the budget is for the daemon and the machine. */
  async function stop(daemon: Daemon, status: number, least = 0): Promise<string> {
    const ending = await daemon.stop(budget + 30);
    expect(ending, ending.log).toMatchObject({ status, signal: null });
    expect(ending.log).toContain('good: shut down');
    expect(ending.seconds).toBeGreaterThan(least);
    return ending.log;
  }

  describe('a shutdown callback that never ends', () => {
    const text = `import { register_shutdown } from 'collectd';
console.log('bad: begins');
register_shutdown(() => new Promise(() => {}));`;

    test('is named, and the status is 1', async () => {
      // All that is left of the budget but a tenth, for the workers to end in.
      const share = 0.9 * budget - 0.2;
      const log = await stop(await start(text, {}, 'Import "good"\nImport "bad"'), 1, share);
      expect(logged(log, 'error')).toEqual([
        expect.stringMatching(
          /^nodejs plugin: The shutdown callback nodejs\.bad \(\/\S+\/bad\.ts:3:1\) has not finished within its share of the ShutdownTimeout of 5 s\.$/,
        ),
      ]);
    });

    test('does not keep other modules from shutting down', async () => {
      const slow = good.replace(/^register_shutdown.*/m, (line) =>
        line.replace('() => {', 'async () => { await new Promise((go) => setTimeout(go, 100));'),
      );
      await stop(await start(text, { files: { 'bad.ts': text, 'good.ts': slow } }), 1);
    });
  });

  const fifo = `new URL('../fifo', import.meta.url)`;
  const quiet: [what: string, text: string, said: RegExp][] = [
    [
      'an asynchronous writer, with more values behind',
      `import { register_read, register_write, Values } from 'collectd';
register_read(() => {
  for (let i = 0; i < 10; i++)
    new Values({ type: 'gauge', plugin: 'x', type_instance: 'i' + i }).dispatch({ values: [i] });
});
register_write(() => { console.log('bad: begins'); return new Promise(() => {}); });`,
      /\[warning\] nodejs plugin: \d+ value lists for the write callback nodejs\.bad \(\S+\/bad\.ts:6:1\) were dropped at shutdown\./,
    ],
    [
      'Atomics.wait()',
      `setTimeout(() => { console.log('bad: begins'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }, 10);`,
      /Exiting normally/,
    ],
    [
      'a file operation',
      `import { readFile } from 'node:fs/promises';
console.log('bad: begins');
readFile(${fifo});`,
      /nodejs plugin: Worker 1 does not end; it is left alone\./,
    ],
    [
      'a worker that nothing can interrupt',
      `import { readFileSync } from 'node:fs';
setTimeout(() => { console.log('bad: begins'); readFileSync(${fifo}); }, 10);`,
      /nodejs plugin: Worker 1 does not end; it is left alone\./,
    ],
  ];

  test(`${quiet.map(([what]) => what).join('; ')}: none of them ends`, async () => {
    const config = (dir: string) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return options(dir);
    };
    const run = async ([what, text, said]: (typeof quiet)[number]) =>
      expect(await stop(await start(text, { config }), 0), what).toMatch(said);
    await Promise.all(quiet.map(run));
  });

  test.each([
    ['an endless loop in a timer', 'for (;;) {}'],
    ['an endless regular expression', `/^(a+)+$/.test('a'.repeat(60) + 'b');`],
    ['endless microtasks', 'const again = (): unknown => Promise.resolve().then(again); again();'],
    ['endless ticks', 'const again = (): void => process.nextTick(again); again();'],
  ])('%s', async (_, code) => {
    const daemon = await start(`setTimeout(() => { console.log('bad: begins'); ${code} }, 10);`);
    await stop(daemon, 0);
  });

  // Each of them is most likely inside the plugin when its worker is stopped.
  test('endless calls into the plugin, from several workers', async () => {
    const text = `import { Values } from 'collectd';
const list = new Values({ type: 'gauge', values: [1], meta: { a: 'b' } });
setTimeout(() => { console.log('bad: begins'); for (;;) try { list.write('nobody'); } catch {} }, 10);`;
    const names = ['a', 'b', 'c', 'd'];
    const files = Object.fromEntries(names.map((name) => [`${name}.ts`, text]));
    const imports = names.map((name) => `Import "${name}"\n`).join('');
    const daemon = await start(
      text,
      { files: { ...files, 'good.ts': good } },
      `${imports}Import "good"`,
    );
    await stop(daemon, 0);
  });
});

test('timers, servers and sockets of a module do not delay the stop', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'ShutdownTimeout 300\nImport "busy"'),
    files: {
      'busy.ts': `import { createServer, connect } from 'node:net';
import { Worker } from 'node:worker_threads';
setInterval(() => {}, 10);
const server = createServer(() => { console.log('busy: connected'); });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) connect(address.port, '127.0.0.1');
});
new Worker('setInterval(() => {}, 10)', { eval: true }).once('online', () => { console.log('busy: online'); });`,
    },
  });
  await daemon.waitForLog(/busy: connected/);
  await daemon.waitForLog(/busy: online/);
  // Much less than the 300 s that it may take.
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
});
