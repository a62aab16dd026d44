// What npm run test:stress remembers of a commit, and what it does next.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { corePlace, kept } from '../../scripts/stress/places.mjs';
import { batches, missing, type Plan, secondsOf } from '../../scripts/stress/plan.mjs';
import { append, open, type Result, read } from '../../scripts/stress/record.mjs';
import { reportOn } from '../../scripts/stress/report.mjs';

const plan: Plan = { files: ['a.test.ts', 'b.test.ts'], rounds: 2, modes: ['one-core', 'busy'] };

function result(part: Partial<Result> & Pick<Result, 'mode' | 'round' | 'file'>): Result {
  const counts = { passed: 1, failed: 0, skipped: 0, failures: [] };
  return { jobs: 2, beside: 0, ended: '2026-01-01T00:00:10Z', seconds: 10, ...counts, ...part };
}

const everything = (): Result[] =>
  plan.modes.flatMap((mode) =>
    [1, 2].flatMap((round) => plan.files.map((file) => result({ mode, round, file }))),
  );

function recordFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'stress-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return join(dir, 'of-a-commit/record.jsonl');
}

test('without a record, everything is missing, both modes in turn', () => {
  expect(read(recordFile())).toEqual([]);
  expect(missing([], plan)).toEqual([
    { mode: 'one-core', round: 1, files: plan.files },
    { mode: 'busy', round: 1, files: plan.files },
    { mode: 'one-core', round: 2, files: plan.files },
    { mode: 'busy', round: 2, files: plan.files },
  ]);
});

test('an interrupted record is continued with what it lacks', () => {
  const path = recordFile();
  open(path);
  const [first, second, third] = everything();
  for (const one of [first, second, third]) if (one) append(path, one);
  // The machine stopped in the middle of a line.
  appendFileSync(path, '{"mode":"one-core","round":2,"file":"b.te');
  expect(read(path)).toEqual([first, second, third]);
  expect(missing(read(path), plan)).toEqual([
    { mode: 'busy', round: 1, files: plan.files },
    { mode: 'one-core', round: 2, files: ['b.test.ts'] },
    { mode: 'busy', round: 2, files: plan.files },
  ]);
  open(path);
  const next = result({ mode: 'one-core', round: 2, file: 'b.test.ts' });
  append(path, next);
  expect(read(path)).toEqual([first, second, third, next]);
});

test('a failed file is done, a failure outside of all files does nothing', () => {
  const failures = [{ test: 't', message: 'm' }];
  const failed = result({ mode: 'one-core', round: 1, file: 'a.test.ts', failures });
  const outside = result({ mode: 'one-core', round: 1, file: '', failures });
  expect(missing([failed, outside], { ...plan, rounds: 1, modes: ['one-core'] })).toEqual([
    { mode: 'one-core', round: 1, files: ['b.test.ts'] },
  ]);
});

test('more rounds, and other files, go on from what is there', () => {
  expect(missing(everything(), plan)).toEqual([]);
  expect(missing(everything(), { ...plan, rounds: 3, modes: ['busy'] })).toEqual([
    { mode: 'busy', round: 3, files: plan.files },
  ]);
  expect(missing(everything(), { files: ['c.test.ts'], rounds: 1, modes: ['busy'] })).toEqual([
    { mode: 'busy', round: 1, files: ['c.test.ts'] },
  ]);
});

test('side by side are rounds on one core, never two with busy loops', () => {
  const rounds = missing([], { ...plan, rounds: 3 });
  const names = (width: number) =>
    batches(rounds, width).map((batch) => batch.map(({ mode, round }) => `${mode} ${round}`));
  expect(names(1)).toEqual(rounds.map(({ mode, round }) => [`${mode} ${round}`]));
  expect(names(2)).toEqual([
    ['one-core 1', 'one-core 2'],
    ['busy 1'],
    ['busy 2'],
    ['one-core 3'],
    ['busy 3'],
  ]);
});

test('time counts once where files ran at the same time, and breaks do not count', () => {
  const at = (ended: string, seconds: number) =>
    result({ mode: 'busy', round: 1, file: 'a.test.ts', ended, seconds });
  expect(secondsOf([])).toBe(0);
  expect(
    secondsOf([
      at('2026-01-02T00:00:30Z', 30),
      at('2026-01-01T00:00:30Z', 30),
      at('2026-01-01T00:00:40Z', 20),
      at('2026-01-01T00:00:35Z', 5),
    ]),
  ).toBe(70);
});

test('the report: complete, with gaps, with failures by file', () => {
  expect(reportOn(everything(), plan)).toEqual({
    complete: true,
    text: '8 of 8 done (files: 2, rounds: 2, one-core and busy), 0 with failures, 10 s',
  });
  expect(reportOn(everything().slice(1), plan)).toMatchObject({
    complete: false,
    text: expect.stringContaining('7 of 8 done'),
  });
  const failures = [
    { test: 'ticks > early', message: 'expected 1\nto be 2' },
    { test: 'ends', message: 'not within 45 s' },
  ];
  const failed = [
    result({ mode: 'one-core', round: 2, file: 'b.test.ts', failures: failures.slice(1) }),
    result({ mode: 'busy', round: 1, file: 'b.test.ts', failures }),
    result({ mode: 'busy', round: 2, file: '', failures: [{ test: '', message: 'worker ended' }] }),
    // Not asked for.
    result({ mode: 'busy', round: 3, file: 'b.test.ts', failures }),
    result({ mode: 'busy', round: 1, file: 'c.test.ts', failures }),
  ];
  expect(reportOn([...everything(), ...failed], plan)).toEqual({
    complete: false,
    text: `outside of the files
  busy  2    worker ended

b.test.ts
  busy      1  ticks > early  expected 1
  busy      1  ends           not within 45 s
  one-core  2  ends           not within 45 s

8 of 8 done (files: 2, rounds: 2, one-core and busy), 3 with failures, 10 s`,
  });
});

test('where a core is to be found', () => {
  expect(corePlace('core')).toEqual({ directory: '' });
  expect(corePlace('/var/cores/%e.%p')).toEqual({ directory: '/var/cores' });
  expect(corePlace('|/usr/lib/systemd/systemd-coredump %P %u')).toEqual({
    program: '/usr/lib/systemd/systemd-coredump',
  });
});

test('what was kept is listed with its test', () => {
  const dir = mkdtempSync(join(tmpdir(), 'stress-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  expect(kept(dir)).toEqual([]);
  mkdirSync(join(dir, 'kept/busy-3/collectd-test-a'), { recursive: true });
  writeFileSync(join(dir, 'kept/busy-3/collectd-test-a/test'), 'a.test.ts: ticks\nError: no\n');
  writeFileSync(join(dir, 'kept/busy-3/core'), '');
  expect(kept(dir).sort()).toEqual([
    expect.stringMatching(/kept\/busy-3\/collectd-test-a {2}a\.test\.ts: ticks$/),
    expect.stringMatching(/kept\/busy-3\/core$/),
  ]);
});
