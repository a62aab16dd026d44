// @ts-check
// Where things are: the record of the commit and what is beside it, test files, cores.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ask, root, run, SetupError } from '../setup/run.mjs';

const STRESS = join(root, 'test-results/stress');

/** The commit, and whether the work tree is just that. */
export function revision() {
  const commit = ask('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root });
  const status = ask('git', ['status', '--porcelain'], { cwd: root });
  if (!commit.ok || !status.ok)
    throw new SetupError(`The record is that of a commit.\n  git says: ${commit.stderr}`);
  return `${commit.stdout.trim()}${status.stdout === '' ? '' : '-dirty'}`;
}

/** @param {string} revision */
export function placesOf(revision) {
  const directory = join(STRESS, revision);
  return {
    record: join(directory, 'record.jsonl'),
    driver: join(directory, 'driver.pid'),
    directory,
    /** @param {{ mode: string, round: number }} of */
    keep: ({ mode, round }) => join(directory, 'kept', `${mode}-${round}`),
    /** @param {{ mode: string, round: number }} of */
    log: ({ mode, round }) => join(directory, 'logs', `${mode}-${round}.log`),
  };
}

/** @param {string[]} patterns */
export function testFiles(patterns) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { ok, stdout, stderr } = ask(
    process.execPath,
    [vitest, 'list', '--filesOnly', ...patterns],
    { cwd: root },
  );
  const files = stdout.split('\n').filter((line) => line.endsWith('.test.ts'));
  if (!ok || files.length === 0)
    throw new SetupError(`No test file: ${patterns.join(' ')}\n  ${stderr}`);
  return files.sort();
}

/** Short, for the sockets in it; those of drivers that are gone are removed. */
export function provideTemporary() {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^stress-(\d+)$/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const directory = join(tmpdir(), `stress-${process.pid}`);
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  return directory;
}

export function cores() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const list = /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '0';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** Where the kernel puts cores: in a directory, in that of the process (''), or into a program. */
export function corePlace(pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim()) {
  if (pattern.startsWith('|')) return { program: pattern.slice(1).split(' ')[0] ?? '' };
  return { directory: pattern.includes('/') ? dirname(pattern) : '' };
}

/**
 * The harness keeps the cores of the daemons that it starts; here are those of other processes.
 * @param {string} keep
 * @param {number} since
 */
export function collectCores(keep, since) {
  const { directory } = corePlace();
  if (directory === undefined) return;
  const place = directory || root;
  for (const name of readdirSync(place)) {
    const path = join(place, name);
    const info = statSync(path, { throwIfNoEntry: false });
    if (!info?.isFile() || info.mtimeMs < since) continue;
    if (!directory && !/^core(\.\d+)?$/.test(name)) continue;
    mkdirSync(keep, { recursive: true });
    run('mv', [path, join(keep, name)], { advice: 'Is there room?' });
  }
}

/**
 * What was kept, for the end of the report; the harness writes into a file beside it which test it
 * was.
 * @param {string} directory
 */
export function kept(directory) {
  const place = join(directory, 'kept');
  if (!existsSync(place)) return [];
  return readdirSync(place).flatMap((round) =>
    readdirSync(join(place, round)).map((name) => {
      const path = join(place, round, name);
      const about = join(path, 'test');
      const test = existsSync(about) ? readFileSync(about, 'utf8').split('\n')[0] : '';
      return `${relative(root, path)}  ${test}`.trimEnd();
    }),
  );
}
