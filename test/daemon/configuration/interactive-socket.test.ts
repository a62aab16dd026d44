// Interactive "path": a REPL on a socket of a running collectd.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { blocksOf } from '../../fixtures/documentation.ts';
import { keyboard, pty } from '../fixtures/keys.ts';
import { type Daemon, nodejs, quote, startDaemon, waitFor } from '../harness/index.ts';

const cli = fileURLToPath(new URL('../../../dist/cli/collectd-nodejs.js', import.meta.url));

async function start(): Promise<Daemon & { socket: string }> {
  const daemon = await startDaemon({
    // Nothing but Ctrl-C or the end of a connection ends what blocks the REPL.
    config: (dir) =>
      nodejs(dir, `Timeout 300\nInteractive ${quote(`${dir}/repl`)}\nImport "healthy"`),
    files: {
      'healthy.ts': `import collectd from 'collectd';
collectd.register_read(() => console.log('healthy reads'));`,
    },
  });
  await daemon.waitForLog(/Initialization complete/);
  return Object.assign(daemon, { socket: join(daemon.dir, 'repl') });
}

/** As socat does: whole lines, no terminal. */
function client(socket: string) {
  const connection = connect(socket);
  onTestFinished(() => void connection.destroy());
  let text = '';
  let isClosed = false;
  connection.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  connection.on('close', () => {
    isClosed = true;
  });
  return {
    connection,
    isClosed: () => isClosed,
    async answer(line: string, pattern: RegExp): Promise<void> {
      const before = text.length;
      connection.write(`${line}\n`);
      await waitFor(
        () => pattern.test(text.slice(before)),
        undefined,
        () => `${pattern} at the end of ${text}`,
      );
    },
  };
}

test('several clients, each with variables of its own; only the user may connect', async () => {
  const daemon = await start();
  expect(statSync(daemon.socket).mode & 0o777).toBe(0o600);
  const one = client(daemon.socket);
  const two = client(daemon.socket);
  await one.answer('let x = 20; x + 1', /21/);
  await two.answer('typeof x', /undefined/);
  await two.answer('collectd.hostname', /testhost/);
  await two.answer('collectd.register_read(() => collectd.info("from a client"))', /nodejs/);
  await daemon.waitForLog(/from a client/);
  await one.answer('await collectd.version', /5\./);
  one.connection.write('.exit\n');
  await daemon.waitFor(one.isClosed);
  // Its end interrupts what it runs: the other one goes on.
  const three = client(daemon.socket);
  await three.answer('console.log("bus" + "y"); for (;;);', /busy/);
  three.connection.destroy();
  await two.answer('40 + 2', /42/);
  const ending = await daemon.stop();
  expect(ending).toMatchObject({ status: 0, signal: null });
  expect(existsSync(daemon.socket)).toBe(false);
});

test('the lines that the README shows', async () => {
  const [example = ''] = blocksOf('README.md')
    .map(({ text }) => text)
    .filter((text) => text.startsWith('> '));
  const lines = example.trim().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  const daemon = await start();
  const { answer } = client(daemon.socket);
  for (const [i, line] of lines.entries())
    if (line.startsWith('> '))
      await answer(
        line.slice(2),
        new RegExp(`${lines[i + 1]?.replaceAll('.', String.raw`\.`)}$`, 'm'),
      );
});

test('TypeScript', async () => {
  const daemon = await start();
  const { answer } = client(daemon.socket);
  await answer('let n: number = 20; n + 1', /> 21\n/);
  await answer('interface Own { x: number }; "made"', /made/);
  await answer('({ x: n } as Own).x!', /20/);
  await answer('const f = <T,>(x: T): T => x; f<string>("generic")', /'generic'/);
  await answer('const path: string = require("node:path").join("a", "b"); path', /'a\/b'/);
  await answer('const later: number = await Promise.resolve(30 as const); later + 3', /33/);
  await answer(
    'function add(a: number,\n  b: number): number {\n  return a + b;\n}\nadd(40, 4)',
    /44/,
  );
  await answer('enum Colour { red, green }\nColour.green', /> 1\n/);
  // What is JavaScript stays as it is, objects and comparisons among it.
  await answer('const a = 1, b = 2, c = 5; a < b > (c)', /false/);
  await answer('{ a: 1, b: 2 }', /\{ a: 1, b: 2 \}/);
  await answer('[1, 2].map((x) =>\nx * 11)', /\[ 11, 22 \]/);
  await answer('let let: number = 1', /Uncaught SyntaxError|Uncaught:?\s/);
  await answer("import { Values } from 'collectd'", /dynamic import|import statement/);
  await answer(
    'const { Values }: any = await import("collectd"); new Values({ type: "gauge" })',
    /Values\(type='gauge'\)/,
  );
  await answer('@decorated class {}', /SyntaxError/);
  await answer('n', /20/);
  expect((await daemon.stop()).status).toBe(0);
});

/** The command, with what it is started in: what it has shown, and its status when all of that has come. */
function repl(command: string[], input: 'ignore' | 'pipe') {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: [input, 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  let isClosed = false;
  child.stdout?.setEncoding('utf8').on('data', (more) => {
    shown += more;
  });
  child.once('close', () => {
    isClosed = true;
  });
  const see = (pattern: RegExp, before = 0) =>
    waitFor(
      () => pattern.test(shown.slice(before)),
      undefined,
      () => `${pattern} at the end of ${shown}`,
    );
  const status = async (): Promise<number | null> => {
    await waitFor(
      () => isClosed,
      undefined,
      () => `the end of ${args.join(' ')}, which has shown ${shown}`,
    );
    return child.exitCode;
  };
  return { child, shown: () => shown, see, status };
}

const CTRL_C = '\x03';

test('collectd-nodejs repl: completion, Ctrl-C, Ctrl-D, and lines from a pipe', async () => {
  const daemon = await start();
  const keys = join(daemon.dir, 'keys');
  const command = [process.execPath, cli, 'repl', daemon.socket];
  const program = repl([...pty(keys), ...command], 'ignore');
  const press = await keyboard(keys);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the cursor stands behind the prompt.
  await program.see(/\x1b\[3G/);
  const answer = async (text: string, pattern: RegExp) => {
    const before = program.shown().length;
    press(text);
    await program.see(pattern, before);
  };
  await answer('collectd.hostn\t', /ame/);
  await answer('\r', /testhost/);
  await answer('console.log("bus" + "y"); for (;;);\r', /busy/);
  await answer(CTRL_C, /Script execution was interrupted/);
  await answer('process.stdout === undefined || 11 * 11\r', /121/);
  press('\x04');
  expect(await program.status()).toBe(0);

  const piped = repl(command, 'pipe');
  piped.child.stdin?.end('13 * 13\n');
  expect(await piped.status()).toBe(0);
  expect(piped.shown()).toContain('169');
  expect((await daemon.stop()).status).toBe(0);
});

test('a socket that nobody listens on any more is replaced, other files are not', async () => {
  const daemon = await start();
  daemon.kill('SIGKILL');
  await daemon.waitForExit();
  expect(existsSync(daemon.socket)).toBe(true);
  const next = await startDaemon({
    config: () =>
      nodejs(daemon.dir, `Interactive ${quote(daemon.socket)}\nInteractive "/proc/self/stat"`),
  });
  await next.waitForLog(/cannot listen on \/proc\/self\/stat: /);
  await next.waitForLog(/Initialization complete/);
});

test('a socket that was removed, or replaced by a file, is left alone at the stop', async () => {
  const removed = await start();
  rmSync(removed.socket);
  expect(await removed.stop()).toMatchObject({ status: 0, signal: null });

  const replaced = await start();
  rmSync(replaced.socket);
  writeFileSync(replaced.socket, 'of somebody else');
  expect(await replaced.stop()).toMatchObject({ status: 0, signal: null });
  expect(existsSync(replaced.socket)).toBe(true);
});

test('a socket for datagrams that somebody uses is not removed', async () => {
  const daemon = await startDaemon({
    command: [
      'python3',
      '-c',
      `import os, socket, sys
path = os.path.join(os.environ['HOME'], 'repl')
one = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
one.bind(path)
one.set_inheritable(True)
os.execv(sys.argv[1], sys.argv[1:])`,
      '/usr/sbin/collectd',
    ],
    config: (dir) => nodejs(dir, `Interactive ${quote(`${dir}/repl`)}`),
  });
  await daemon.waitForLog(
    /cannot listen on \S+\/repl: a socket of another kind is there; choose another path/,
  );
  expect(statSync(join(daemon.dir, 'repl')).isSocket()).toBe(true);
});

test('the next worker takes the socket over from one that was lost', {
  timeout: 120_000,
}, async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, `Timeout 2\nInteractive ${quote(`${dir}/repl`)}`),
  });
  await daemon.waitForLog(/Initialization complete/);
  const socket = join(daemon.dir, 'repl');
  execFileSync('mkfifo', [join(daemon.dir, 'fifo')]);
  client(socket).connection.write(
    `require('fs').readFileSync(${JSON.stringify(join(daemon.dir, 'fifo'))})\n`,
  );
  await daemon.waitForLog(/The worker of interactive is lost/, 45);
  await daemon.waitForLog(/The worker of interactive runs again/, 45);
  await client(socket).answer('6 * 7', /42/);
  expect(daemon.log()).not.toMatch(/another process does so already/);
  await daemon.stop(60);
});
