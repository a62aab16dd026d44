// The harness itself, with collectd's own plugins only.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { csv, isAlive, runDaemon, startDaemon, waitFor } from './index.ts';
import { reported, waitForReports } from './reported.ts';

test('a daemon in the foreground writes, and stops with status 0', async () => {
  const daemon = await startDaemon({ config: (dir) => `LoadPlugin load\n${csv(dir)}` });
  await daemon.waitForLog(/Initialization complete/);
  const rows = await daemon.waitFor(() => daemon.csv('load/load').at(0));
  expect(rows.values).toHaveLength(3);
  const { pid } = daemon;
  const ending = await daemon.stop();
  expect(ending).toMatchObject({ status: 0, signal: null });
  expect(ending.log).toContain('[info] Exiting normally.');
  expect(isAlive(pid)).toBe(false);
});

test('a daemonized one is found by its pid file', async () => {
  const daemon = await startDaemon({ args: [], config: 'LoadPlugin load' });
  await daemon.waitForLog(/Initialization complete/);
  const { pid } = daemon;
  expect(isAlive(pid)).toBe(true);
  const ending = await daemon.stop();
  expect(ending.log).toContain('Exiting normally.');
  expect(isAlive(pid)).toBe(false);
});

test('-T reads once and ends', async () => {
  const ending = await runDaemon({ args: ['-T'], config: 'LoadPlugin load' });
  expect(ending.status).toBe(0);
});

test('a refused configuration ends it with status 1', async () => {
  const ending = await runDaemon({ config: 'LoadPlugin no_such_plugin' });
  expect(ending.status).toBe(1);
  expect(ending.log).toContain('Could not find plugin "no_such_plugin"');
});

test('a line that never comes fails at its deadline, or when the daemon has ended', async () => {
  const daemon = await startDaemon({ config: 'LoadPlugin load' });
  await daemon.waitForLog(/Initialization complete/);
  const late = daemon.waitForLog(/no such line/, 0.2);
  await expect(late).rejects.toThrow(
    /not within 0\.2 s: \/no such line\/ in the log[^]*collectd runs\.[^]*Initialization complete/,
  );
  const ended = expect(daemon.waitForLog(/no such line/)).rejects.toThrow(
    /^collectd has ended with status 0, and .* \/no such line\/ in the log[^]*Exiting normally/,
  );
  await daemon.stop();
  await ended;
  await expect(daemon.waitForLog(/no such line/)).rejects.toThrow(/^collectd has ended/);
});

test('a wait that fails tells what there was', async () => {
  const daemon = await startDaemon({ config: (dir) => `LoadPlugin load\n${csv(dir)}` });
  await daemon.waitFor(() => daemon.csv('load/load').at(0));
  writeFileSync(join(daemon.dir, 'reports'), '["one",1]\n["one","2n"]\n["two",{"a":3}]\n["thr');
  const wrong = daemon.waitFor(() => reported(daemon, 'one').length > 2, 0);
  await expect(wrong).rejects.toThrow(
    /^not within 0 s: \(\) => reported\(daemon, .*\nIt was false\.[^]* one: 2, the last '2n'\n {2}two: 1, the last \{ a: 3 \}\nRows of csv:\n {2}load\/load-\S+: [1-9]/,
  );
  const few = waitForReports(daemon, 'one', 3, 0);
  await expect(few).rejects.toThrow("3 × 'one' in the reports; there are [ 1, '2n' ]\n");
  const broken = daemon.waitFor(() => JSON.parse('{'), 0);
  await expect(broken).rejects.toThrow(/\nIt threw SyntaxError/);
  const hanging = waitFor(() => new Promise(() => {}), 0);
  await expect(hanging).rejects.toThrow('It asked, and got no answer.');
});

test('a wait ends soon after its daemon, and knows how that ended', async () => {
  const daemon = await startDaemon({ config: 'LoadPlugin load' });
  const wait = expect(daemon.waitFor(() => false)).rejects.toThrow(
    /^collectd was ended by SIGKILL/,
  );
  daemon.kill('SIGKILL');
  await wait;
});

let left: { dir: string; pid: number };

test('a test may end without stopping its daemon', async () => {
  left = await startDaemon({ config: 'LoadPlugin load' });
  expect(isAlive(left.pid)).toBe(true);
});

test('and nothing is left of it', () => {
  expect(isAlive(left.pid)).toBe(false);
  expect(existsSync(left.dir)).toBe(false);
});

test('a directory with a core in it is moved to where it is kept', async () => {
  const keep = mkdtempSync(join(tmpdir(), 'collectd-test-keep-'));
  vi.stubEnv('COLLECTD_TEST_KEEP', keep);
  onTestFinished(() => {
    // The last to run: what is registered first is called last.
    vi.unstubAllEnvs();
    const kept = join(keep, basename(daemon.dir));
    const found = [readFileSync(join(kept, 'test'), 'utf8'), existsSync(join(kept, 'data/core.7'))];
    rmSync(keep, { recursive: true });
    expect(existsSync(daemon.dir)).toBe(false);
    expect(found).toEqual([
      expect.stringMatching(/harness\.test\.ts: a directory with a core/),
      true,
    ]);
  });
  const daemon = await startDaemon({ config: 'LoadPlugin load' });
  await daemon.waitForLog(/Initialization complete/);
  writeFileSync(join(daemon.dir, 'data/core.7'), '');
});
