// `collectd-nodejs explain`: a line of the log, and its entry in docs/troubleshooting.md.
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { cli, lines, type Outcome, program } from './command.ts';

const explain = (...args: string[]): Promise<Outcome> => cli(['explain', ...args]);

/** The first line that is printed is the heading. */
async function headingOf(line: string): Promise<string | undefined> {
  const outcome = await explain(line);
  expect(outcome.status, outcome.stderr).toBe(0);
  return lines(outcome)[0];
}

test.each([
  [
    'Plugin loaded but nothing is imported.',
    'nodejs plugin: Plugin loaded but nothing is imported.',
  ],
  [
    'Plugin loaded but nothing is imported.',
    '[2026-01-31 10:00:00] [warning] nodejs plugin: Plugin loaded but nothing is imported.\n',
  ],
  [
    'Unhandled nodejs exception in …: … (…, …)…',
    'Jan 31 10:00:00 pi collectd[812]: Unhandled nodejs exception in read callback: TypeError: fetch failed (m14, /opt/m14.ts:3:3), and 7 more since the last line',
  ],
  [
    'CollectdError in …: … (…)…',
    'warning: CollectdError in loading module: one option is wrong, see above (dice)',
  ],
  [
    '… has ABI …, and the runtime for that, …, does not exist…',
    'nodejs plugin: No usable libnode: /usr/lib/libnode.so.999 has ABI 999, and the runtime for that, /x/runtime.node, does not exist. Install libnode108 (Debian 12), with apt for example, or name one with LibNode "path".',
  ],
  [
    '… in …: give …',
    'nodejs plugin: Sides 1 in <Module "dice">: give a whole number of at least 2.',
  ],
  [
    '… blocks its worker for more than … s…; ….',
    'nodejs plugin: The read callback nodejs.x (/opt/x.ts:2:3) blocks its worker for more than 10 s, at /opt/x.ts:3; the worker is stopped.',
  ],
  [
    'The worker of … has ended: ….',
    'nodejs plugin: The worker of x, y has ended: it used more than its HeapLimit of 64 MiB.',
  ],
  ['ERR_COLLECTD_TOO_LATE', 'ERR_COLLECTD_TOO_LATE'],
])('%s', async (template, line) => {
  expect(await headingOf(line)).toBe(template);
});

test('it prints the entry, and its group', async () => {
  const { stdout } = await explain('Plugin loaded but nothing is imported.');
  expect(stdout).toMatch(/^Plugin loaded but nothing is imported\.\n\(Start\)\n\n.*Add `Import /);
  const { entries } = JSON.parse((await explain('--json', 'ERR_COLLECTD_PROCESS')).stdout);
  expect(entries).toMatchObject([{ group: 'Error codes', template: 'ERR_COLLECTD_PROCESS' }]);
});

test('lines from standard input have each entry once', async () => {
  const outcome = await new Promise<Outcome>((resolve) => {
    const child = execFile(process.execPath, [program, 'explain', '-'], (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(`info: nodejs plugin: something else
warning: nodejs plugin: Plugin loaded but nothing is imported.
error: Unhandled nodejs exception in init callback: Error: a (x, /x.ts:1:2)
error:     at f (/x.ts:1:2)
error: Unhandled nodejs exception in read callback: Error: b (x, /x.ts:2:2)
`);
  });
  expect(outcome.status, outcome.stderr).toBe(0);
  expect(outcome.stdout.match(/^\(.*\)$/gm)).toEqual(['(Start)', '(Callbacks)', '(Workers)']);
});

test('an unknown line has status 1, and the closest ones', async () => {
  const unknown = await explain('nodejs plugin: The worker of dice is gone.');
  expect(unknown).toMatchObject({ status: 1, stdout: '' });
  expect(unknown.stderr).toContain('The closest are:\n');
  expect(unknown.stderr).toContain('\n  The worker of … runs again.\n');
  expect((await explain('ERR_COLLECTD_TO_LATE')).stderr).toBe(
    'collectd-nodejs: no error code ERR_COLLECTD_TO_LATE. Did you mean "ERR_COLLECTD_TOO_LATE"?\n',
  );
  expect((await explain('xyzzy')).stderr).toContain('See explain --list');
});

test('--list has all of them, and arguments are checked', async () => {
  const all = lines(await explain('--list'));
  expect(all).toContain('ERR_COLLECTD_VALUES');
  expect(all).toContain('The worker of … runs again.');
  expect((await explain()).status).toBe(2);
  expect((await explain('--list', 'x')).status).toBe(2);
});
