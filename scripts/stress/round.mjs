// @ts-check
// One round: one run of vitest with all files that are missing, so that its start is paid for once.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../setup/run.mjs';

const LOOPS = 4;
/** A run that finishes no file for that long hangs: single tests have three minutes. */
const PATIENCE_MS = 60 * 60_000;

/**
 * Everything of a round is in one process group. It ends when descriptor 3 is closed, and so in
 * any case with the driver.
 */
const SCRIPT = `ulimit -S -c "$(ulimit -H -c)"
(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 &
loops=$1; shift
while [ "$loops" -gt 0 ]; do
  (while :; do :; done) 3<&- 4>&- >/dev/null 2>&1 &
  loops=$((loops - 1))
done
exec "$@" 3<&-`;

/**
 * @typedef {object} Setting
 * @property {string} record
 * @property {string} keep  where the harness puts what is left of a failed test
 * @property {string} log
 * @property {string} temporary
 * @property {number} jobs
 * @property {number} core  of the mode one-core
 * @property {number} beside
 * @property {AbortSignal} signal
 */

/**
 * @param {import('./plan.mjs').Round} round
 * @param {Setting} setting
 */
export async function run({ mode, round, files }, setting) {
  const { record, keep, jobs, core, beside, signal } = setting;
  const pinned = mode === 'one-core';
  const command = [
    ...(pinned ? ['taskset', '-c', String(core)] : []),
    process.execPath,
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    `--reporter=${join(import.meta.dirname, 'reporter.mjs')}`,
    '--poolOptions.forks.minForks=1',
    `--poolOptions.forks.maxForks=${jobs}`,
    ...files,
  ];
  const about = { path: record, mode, round, jobs, beside, ...(pinned ? { core } : {}) };
  mkdirSync(dirname(setting.log), { recursive: true });
  const log = openSync(setting.log, 'a');
  const child = spawn('sh', ['-c', SCRIPT, 'sh', pinned ? '0' : String(LOOPS), ...command], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log, 'pipe', 1],
    env: {
      ...process.env,
      STRESS_ROUND: JSON.stringify(about),
      COLLECTD_TEST_KEEP: keep,
      TMPDIR: setting.temporary,
    },
  });
  closeSync(log);
  const end = () => child.stdio[3]?.destroy();
  signal.addEventListener('abort', end);
  const watch = setInterval(() => isIdle(setting) && end(), 60_000);
  try {
    await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  } finally {
    clearInterval(watch);
    signal.removeEventListener('abort', end);
    end();
  }
}

/** @param {Setting} setting */
function isIdle({ record, log }) {
  const times = [record, log].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Date.now() - Math.max(...times) > PATIENCE_MS;
}
