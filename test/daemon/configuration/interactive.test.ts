// Interactive true: a REPL on the terminal of a real collectd.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keyboard, pty } from '../fixtures/keys.ts';
import { bare, refuse } from '../fixtures/plugin.ts';
import { nodejs, runDaemon, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

const beside = {
  ...reporting,
  'beside.ts': `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_read(() => report('read', Date.now()));
collectd.register_flush(() => report('flush', true));`,
};

// Nothing but Ctrl-C or the stop ends what blocks the REPL.
const patient = 'Timeout 300\n';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const ARROW_UP = '\x1b[A';

test('lines, completion, history; Ctrl-C interrupts, Ctrl-D stops collectd', async () => {
  const own = mkdtempSync(join(tmpdir(), 'collectd-test-keys-'));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  const socket = join(own, 'keys');
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, `${patient}Interactive true\nImport "beside"`),
    files: beside,
    command: [...pty(socket), '/usr/sbin/collectd'],
  });
  await daemon.waitFor(() => daemon.log().includes('\x1b[3G'));
  const press = await keyboard(socket);
  /** Waits for what appears after the keys. */
  const answer = async (keys: string, pattern: RegExp) => {
    const before = daemon.log().length;
    press(keys);
    await daemon.waitFor(() => pattern.test(daemon.log().slice(before)));
  };
  await answer('6 * 7\r', /42/);
  await answer('collectd.hostn\t', /ame/);
  await answer('\r', /testhost/);
  await answer("collectd.register_read(() => collectd.info('late ' + 'read'))\r", /late read/);
  await answer("console.log('to ' + 'the terminal')\r", /\nto the terminal/);
  await answer('throw new Error("mine")\r', /Uncaught Error: mine/);
  await answer('setTimeout(() => { throw new Error("later") })\r', /Uncaught Error: later/);

  // The others go on while the REPL is busy.
  await answer('console.log("bus" + "y"); for (;;);\r', /busy/);
  const reads = reported(daemon, 'read').length;
  await daemon.waitFor(() => reported(daemon, 'read').length >= reads + 2);
  await answer(CTRL_C, /Script execution was interrupted/);
  await answer('console.log("wait" + "ing"); await new Promise(() => {})\r', /waiting/);
  await answer(CTRL_C, /Script execution was interrupted/);
  await answer(`unfinished ( ${CTRL_C}${CTRL_C}${CTRL_C}8 * 8\r`, /64/);
  await answer(`${ARROW_UP}\r`, /64/);
  // Ctrl-C means the lines before it, however the keys come in.
  await answer(
    `${CTRL_C}await (await import("node:timers/promises")).setTimeout(10, "awai" + "ted")\r`,
    /awaited/,
  );
  await answer('\x1a1 + 1233\r', /1234/);

  press(CTRL_D);
  expect(await daemon.waitForExit()).toMatchObject({ status: 0, signal: null });
  expect(daemon.log()).toContain('Exiting normally');
  const history = join(daemon.dir, 'data/nodejs-history');
  expect(readFileSync(history, 'utf8')).toContain('collectd.hostname');
  expect(statSync(history).mode & 0o777).toBe(0o600);
});

test.each([
  // What is shown has to be an answer: the echo of a key may come long before the key has an effect.
  ['a line', 'console.log("a" + "line")\r1 +', /aline/],
  ['an endless loop', 'console.log("a" + "loop"); for (;;);\r', /aloop/],
])('SIGTERM stops it in the middle of %s', async (_, keys, shown) => {
  const own = mkdtempSync(join(tmpdir(), 'collectd-test-keys-'));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, `${patient}Interactive true`),
    command: [...pty(join(own, 'keys')), '/usr/sbin/collectd'],
  });
  await daemon.waitForLog(/Initialization complete/);
  (await keyboard(join(own, 'keys')))(keys);
  await daemon.waitFor(() => shown.test(daemon.log()));
  expect(await daemon.stop()).toMatchObject({ status: 0, signal: null });
});

test('without a terminal collectd does not start', async () => {
  const ending = await runDaemon({ config: bare('Interactive true') });
  expect(ending.status).toBe(1);
  expect(ending.log).toContain(
    '[error] nodejs plugin: Interactive true needs a terminal: start collectd with -f in one, or give Interactive the path of a socket.',
  );
});

test.each(['Interactive 1', 'Interactive "relative"', 'Interactive true false'])(
  '%s is refused',
  (line) =>
    refuse(line, [
      `${line} in <Plugin nodejs>: give true, false, or the absolute path of a socket in quotes.`,
    ]),
);
