// @ts-check
// One round: one run of vitest with all files that are missing, so that its start is paid for once.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../setup/run.mjs';
import { missing } from './plan.mjs';
import { append, read } from './record.mjs';

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
 * The files of a round. A worker that dies takes the whole run with it: the files that are left
 * then run one by one, and one without a result has failed.
 * @param {import('./plan.mjs').Round} round
 * @param {Setting} setting
 */
export async function runRound(round, setting) {
  const lacking = () => {
    const plan = { files: round.files, rounds: round.round, modes: [round.mode] };
    return missing(read(setting.record), plan).find((of) => of.round === round.round)?.files ?? [];
  };
  const ending = await run(round, setting);
  const left = setting.signal.aborted ? [] : lacking();
  if (left.length > 0) fail(round, setting, '', `${ending} before ${left.join(', ')} had`);
  for (const file of left) {
    const again = await run({ ...round, files: [file] }, setting);
    if (setting.signal.aborted) return;
    if (lacking().includes(file)) fail(round, setting, file, `${again} before the file had`);
  }
}

/**
 * @param {import('./plan.mjs').Round} round
 * @param {Setting} setting
 * @param {string} file
 * @param {string} message
 */
function fail({ mode, round }, { record, jobs, beside, log }, file, message) {
  const failures = [{ test: 'the run', message: `${message}; see ${relative(root, log)}` }];
  const ended = new Date().toISOString();
  const counts = { seconds: 0, passed: 0, failed: 0, skipped: 0 };
  append(record, { mode, round, jobs, beside, file, ended, ...counts, failures });
}

/**
 * @param {import('./plan.mjs').Round} round
 * @param {Setting} setting
 * @returns {Promise<string>}
 */
async function run({ mode, round, files }, setting) {
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
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status, name) =>
        resolve(`vitest ended with ${name ?? `status ${status}`}`),
      );
    });
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
