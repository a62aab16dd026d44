// Wrong options: each refuses the start with one line that says what to write instead.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bare, logged, refuse } from '../fixtures/plugin.ts';
import { runDaemon, startDaemon } from '../harness/index.ts';

const here = 'in <Plugin nodejs>';

const wrongValues: [expected: string, options: string[]][] = [
  [
    'give one whole number from 1 to 64.',
    ['Workers 0', 'Workers 65', 'Workers -1', 'Workers 1.5', 'Workers "4"', 'Workers true'],
  ],
  ['give one whole number from 1 to 64.', ['Workers 1 2', 'Workers 1 "a"']],
  [
    'give one whole number of value lists from 1 to 16777216.',
    [
      'WriteQueueLimit 0',
      'WriteQueueLimit 16777217',
      'WriteQueueLimit 2.5',
      'WriteQueueLimit "many"',
    ],
  ],
  [
    'give one number of seconds from 0.001 to 3600.',
    ['ShutdownTimeout 0', 'ShutdownTimeout -1', 'ShutdownTimeout 3601', 'ShutdownTimeout "5"'],
  ],
  [
    'give one number of seconds from 0.1 to 3600.',
    ['Timeout 0', 'Timeout -1', 'Timeout 3601', 'Timeout "5"'],
  ],
  [
    'give one whole number of MiB from 16 to 65536.',
    ['HeapLimit 0', 'HeapLimit -1', 'HeapLimit 65537', 'HeapLimit 20.5', 'HeapLimit "64"'],
  ],
  [
    'each worker has its own limit; set HeapLimit instead.',
    ['NodeOption "--max-old-space-size=1"', 'NodeOption "--max_heap_size=1"'],
  ],
  [
    'it only works in the node program, not inside collectd; use the option Interactive.',
    ['NodeOption "-i"', 'NodeOption "--interactive"'],
  ],
  [
    'it only works in the node program, not inside collectd; remove it.',
    ['NodeOption "--watch"', 'NodeOption "--watch_path=/tmp"', 'NodeOption "-h"'],
  ],
  [
    "warnings go to collectd's log; remove it.",
    [
      'NodeOption "--no-warnings"',
      'NodeOption "--warnings"',
      'NodeOption "--disable-warning=DEP1"',
    ],
  ],
  [
    'the plugin logs what nobody catches; remove it.',
    [
      'NodeOption "--abort_on-uncaught-exception"',
      'NodeOption "--no-abort-on-uncaught-exception"',
      'NodeOption "--unhandled-rejections=strict"',
    ],
  ],
  [
    'the plugin sets it as it needs it; remove it.',
    [
      'NodeOption "--force-async-hooks-checks"',
      'NodeOption "--no_experimental_vm_modules"',
      'NodeOption "--no-jitless"',
    ],
  ],
  [
    "signals are collectd's; write SIGUSR2, the one that is free.",
    [
      'NodeOption "--report-signal=SIGTERM"',
      'NodeOption "--heapsnapshot_signal=SIGUSR1"',
      'NodeOption "--heapsnapshot-signal=SIGUSR22"',
      'NodeOption "--heapsnapshot-signal"',
    ],
  ],
  [
    'the plugin loads the modules, not Node.js; remove it.',
    ['NodeOption "--no-strip-types"', 'NodeOption "--experimental-policy=/p.json"'],
  ],
  [
    'give true or false.',
    ['LogTraces 1', 'LogTraces "perhaps"', 'LogTraces true false', 'LogPrefix 1'],
  ],
  ['give "disable" or "exit".', ['OnError "ignore"', 'OnError true', 'OnError "exit" "disable"']],
  [
    'give one option of Node in quotes, for example "--stack-trace-limit=30", and a line for each.',
    ['NodeOption "foo"', 'NodeOption "--"', 'NodeOption 1', 'NodeOption "--a" "--b"'],
  ],
  ['give the name of one encoding in quotes.', ['Encoding 8']],
  ['give the path of one libnode.so in quotes.', ['LibNode 1', 'LibNode ""']],
  ['give the path of one directory in quotes.', ['ModulePath 1', 'ModulePath ""']],
  ['give the name of one module.', ['Module 1', 'Module ""', 'Module "a" "b"']],
  ['give the name of one module in quotes.', ['Import 1', 'Import ""', 'Import "a" "b"']],
];

// One start tells of every mistake, so one daemon does for all options of a kind.
describe.each(wrongValues)('%s', (expected, options) => {
  test(options.join(', '), () =>
    refuse(
      options.join('\n'),
      options.map((option) => `${option} ${here}: ${expected}`),
    ),
  );
});

test('an option without a value', async () => {
  // collectd's own parser refuses the line; what gets past it is a block.
  const ending = await runDaemon({ config: bare('Workers') });
  expect(ending).toMatchObject({ status: 1, signal: null });
  expect(ending.log).toMatch(/Parse error in file .*collectd\.conf', line \d+/);

  await refuse('<Import>\nInterval 1\n</Import>\n<Module>\nKey 1\n</Module>', [
    `<Import> ${here}: give the name of one module in quotes.`,
    `<Module> ${here}: give the name of one module.`,
  ]);
});

test('an unknown option is refused with the list of those that there are', () =>
  refuse(
    'Foo 1\n<Bar "x">\nImport "y"\n</Bar>',
    ['Foo', 'Bar'].map(
      (key) =>
        `Unknown option "${key}" ${here}. Allowed are ModulePath, Import, Module, LogTraces, LogPrefix, Encoding, Workers, OnError, WriteQueueLimit, ShutdownTimeout, Timeout, HeapLimit, Statistics, NodeOption, LibNode, Interactive.`,
    ),
  ));

test('options of later versions are refused by name', () =>
  refuse(
    'Inspect "9229"',
    ['Inspect "9229"'].map(
      (option) => `${option} ${here}: this option is not supported by this version; remove it.`,
    ),
  ));

test('a block where a line belongs', () =>
  refuse(
    '<Workers 4>\nImport "x"\n</Workers>',
    `<Workers 4> ${here}: this option is a line, not a block.`,
  ));

test('options in <Import>', () =>
  refuse(
    (dir) => `ModulePath "${dir}/plugins"
<Import "x">
  Foo 1
  Worker 5
  Worker ""
  Interval 0
  Interval 31536001
  Interval "1"
  Timeout 0
  HeapLimit 8
  <Worker "a">
    Interval 1
  </Worker>
</Import>`,
    [
      'Unknown option "Foo" in <Import "x">. Allowed are Worker, Interval, Timeout, HeapLimit, LogPrefix.',
      'Worker 5 in <Import "x">: give one label in quotes.',
      'Worker "" in <Import "x">: give one label in quotes.',
      'Interval 0 in <Import "x">: give one number of seconds from 0.001 to 31536000 (a year).',
      'Interval 31536001 in <Import "x">: give one number of seconds from 0.001 to 31536000 (a year).',
      'Interval "1" in <Import "x">: give one number of seconds from 0.001 to 31536000 (a year).',
      'Timeout 0 in <Import "x">: give one number of seconds from 0.1 to 3600.',
      'HeapLimit 8 in <Import "x">: give one whole number of MiB from 16 to 65536.',
      '<Worker "a"> in <Import "x">: this option is a line, not a block.',
    ],
    { files: { 'x.ts': '' } },
  ));

test('text that would break a log line is shown without doing so', () =>
  refuse(
    `OnError "a\\\nb\tc${'ä'.repeat(100)}"`,
    `OnError "ab?c${'ä'.repeat(60)}..." ${here}: give "disable" or "exit".`,
  ));

describe('ModulePath', () => {
  test('that does not exist, is a file, or is relative', () =>
    refuse(
      (dir) => {
        mkdirSync(join(dir, 'start'));
        writeFileSync(join(dir, 'a_file'), '');
        return `ModulePath "/nonexistent"
ModulePath "${dir}/a_file"
ModulePath "no/such"`;
      },
      (dir) => [
        `ModulePath "/nonexistent" ${here}: No such file or directory. Name a directory that exists.`,
        `ModulePath "${dir}/a_file" ${here}: Not a directory. Name a directory that exists.`,
        `ModulePath "no/such" ${here}: No such file or directory (looked for in ${dir}). Name a directory that exists.`,
      ],
    ));

  test('its own error is enough for the Imports below', () =>
    refuse(
      'ModulePath "/nonexistent"\nImport "x"',
      `ModulePath "/nonexistent" ${here}: No such file or directory. Name a directory that exists.`,
    ));
});

test('a wrong option beside a module keeps it from being started', async () => {
  const ending = await runDaemon({
    config: (dir) => bare(`ModulePath "${dir}/plugins"\nImport "x"\nWorkers 0`),
    files: { 'x.ts': 'console.log("started");' },
  });
  expect(ending).toMatchObject({ status: 1, signal: null });
  expect(logged(ending.log, 'error')).toEqual([
    `nodejs plugin: Workers 0 ${here}: give one whole number from 1 to 64.`,
  ]);
  expect(ending.log).not.toContain('started');
});

test('when daemonized, collectd refuses before it forks', async () => {
  const start = startDaemon({ args: [], config: bare('Workers 0') });
  await expect(start).rejects.toThrow(
    /^collectd refused to start:[^]*Workers 0 in <Plugin nodejs>: give one whole number/,
  );
});

test('however long names are, an error is one line that collectd does not cut', async () => {
  const name = 'ä'.repeat(3000);
  const { status, log } = await runDaemon({
    config: (dir) =>
      bare(`ModulePath "${dir}"\nImport "${name}"\nOnError "${name}"\n${'a'.repeat(3000)} 1`),
  });
  expect(status, log).toBe(1);
  const errors = logged(log, 'error');
  expect(errors).toHaveLength(3);
  for (const line of errors) {
    expect(Buffer.byteLength(line)).toBeLessThan(1024);
    expect(line).not.toContain('\ufffd');
  }
});
