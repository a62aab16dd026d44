// @ts-check
// npm run test:stress [-- pattern …]: repeats each test file on one core and beside four busy
// loops. The record is that of the commit: the next call goes on where this one was interrupted.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { run, runMain, SetupError, say } from './setup/run.mjs';
import {
  collectCores,
  corePlace,
  cores,
  kept,
  placesOf,
  provideTemporary,
  revision,
  testFiles,
} from './stress/places.mjs';
import { batches, missing } from './stress/plan.mjs';
import { MODES, open, read } from './stress/record.mjs';
import { reportOn } from './stress/report.mjs';
import { runRound } from './stress/round.mjs';

const USAGE = `npm run test:stress -- [option …] [pattern …]
  --rounds N         how often each file is run in each mode; default 10
  --mode MODE        one-core or busy; default both
  --jobs N           how many files run at a time
  --side-by-side     rounds on one core run on every core at once
  --report           only prints what the record of this commit has`;

/**
 * How many files run at a time. Two keep one core busy; beside the loops, each gets a share of its
 * own, so more of them are done sooner.
 */
const JOBS = { 'one-core': 2, busy: 4 };

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        rounds: { type: 'string', default: '10' },
        mode: { type: 'string' },
        jobs: { type: 'string' },
        'side-by-side': { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
      },
    });
    const rounds = Number(values.rounds);
    const jobs = values.jobs === undefined ? undefined : Number(values.jobs);
    const modes = MODES.filter((mode) => values.mode === undefined || values.mode === mode);
    if (modes.length === 0 || !(rounds >= 1) || (jobs !== undefined && !(jobs >= 1)))
      throw new SetupError('an option has a value that it cannot have.');
    const { report, 'side-by-side': isSideBySide } = values;
    return { rounds, jobs, modes, report, isSideBySide, patterns: positionals };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/**
 * One driver for a record.
 * @param {string} path
 */
function lock(path) {
  try {
    const pid = readFileSync(path, 'utf8');
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('stress.mjs'))
      throw new SetupError(
        `The tests of this commit are being repeated already, by process ${pid}.`,
      );
  } catch (error) {
    if (error instanceof SetupError) throw error;
  }
  writeFileSync(path, String(process.pid));
}

/**
 * @param {string} name
 * @param {import('./stress/plan.mjs').Plan} plan
 * @param {{ jobs: number | undefined, isSideBySide: boolean }} options
 */
async function stress(name, plan, { jobs, isSideBySide }) {
  const places = placesOf(name);
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end.abort());
  const temporary = provideTemporary();
  const all = cores();
  const width = isSideBySide ? all.length : 1;
  const { program } = corePlace();
  if (program) say(`cores: ${program} gets them`);
  try {
    for (const batch of batches(missing(read(places.record), plan), width)) {
      if (revision() !== name) throw new SetupError(`The work tree is ${name} no more.`);
      const since = Date.now();
      await Promise.all(
        batch.map((round, i) =>
          runRound(round, {
            record: places.record,
            keep: places.keep(round),
            log: places.log(round),
            temporary,
            jobs: jobs ?? JOBS[round.mode],
            core: all[i] ?? 0,
            beside: batch.length - 1,
            signal: end.signal,
          }),
        ),
      );
      const [first] = batch;
      if (first) collectCores(places.keep(first), since);
      if (end.signal.aborted) {
        say('interrupted: the next call goes on from here');
        break;
      }
      const minutes = ((Date.now() - since) / 60_000).toFixed(1);
      for (const { mode, round, files } of batch)
        say(`${mode}, round ${round}: ${files.length} files in ${minutes} minutes`);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

await runMain(async () => {
  const { patterns, report, rounds, modes, ...rest } = options();
  const name = revision();
  const places = placesOf(name);
  if (!report) {
    run(process.execPath, ['scripts/setup.mjs', '--tests'], { advice: 'Run: npm run setup' });
    mkdirSync(places.directory, { recursive: true });
    lock(places.driver);
    // Nobody knows what the tree was then.
    if (name.endsWith('-dirty')) {
      say(`the work tree has changes: the record starts anew`);
      for (const path of [places.record, `${places.directory}/kept`, `${places.directory}/logs`])
        rmSync(path, { recursive: true, force: true });
    }
    open(places.record);
  }
  const plan = { files: testFiles(patterns), rounds, modes };
  if (!report) await stress(name, plan, rest);
  const { text, complete } = reportOn(read(places.record), plan);
  console.log(`\n${name}\n${text}`);
  const things = kept(places.directory);
  if (things.length > 0) console.log(['Kept:', ...things.map((path) => `  ${path}`)].join('\n'));
  if (!complete) process.exitCode = 1;
});
