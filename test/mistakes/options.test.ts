// Mistakes with each option of <Plugin nodejs> and <Import>, told by collectd and by `check`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cli, root } from '../cli/command.ts';
import { bare, logged } from '../daemon/fixtures/plugin.ts';
import { pluginDir, runDaemon } from '../daemon/harness/index.ts';
import { misspelt } from './misspelt.ts';

interface Mistakes {
  /** Lines after the name of the option, and what is to be given instead. */
  readonly wrongKind: string;
  readonly outOfRange: string | null;
  readonly advice: string;
  /** Of an option that takes one of some words: the value with a typo, and the word. */
  readonly typo?: readonly [value: string, word: string];
}

const YES_OR_NO: Mistakes = {
  wrongKind: '1',
  outOfRange: '"perhaps"',
  advice: 'give true or false.',
  typo: ['"ture"', 'true'],
};

const PLUGIN: Readonly<Record<string, Mistakes>> = {
  ModulePath: {
    wrongKind: '1',
    outOfRange: '""',
    advice: 'give the path of one directory in quotes.',
  },
  Import: { wrongKind: '1', outOfRange: '""', advice: 'give the name of one module in quotes.' },
  Module: { wrongKind: '1', outOfRange: '""', advice: 'give the name of one module.' },
  LogTraces: YES_OR_NO,
  LogPrefix: YES_OR_NO,
  Encoding: {
    wrongKind: '8',
    outOfRange: null,
    advice: 'give the name of one encoding in quotes.',
  },
  Workers: { wrongKind: '"4"', outOfRange: '65', advice: 'give one whole number from 1 to 64.' },
  OnError: {
    wrongKind: 'true',
    outOfRange: '"ignore"',
    advice: 'give "disable" or "exit".',
    typo: ['"disabled"', 'disable'],
  },
  WriteQueueLimit: {
    wrongKind: '"many"',
    outOfRange: '16777217',
    advice: 'give one whole number of value lists from 1 to 16777216.',
  },
  ShutdownTimeout: {
    wrongKind: '"5"',
    outOfRange: '3601',
    advice: 'give one number of seconds from 0.001 to 3600.',
  },
  Timeout: {
    wrongKind: '"5"',
    outOfRange: '0.01',
    advice: 'give one number of seconds from 0.1 to 3600.',
  },
  HeapLimit: {
    wrongKind: '"64"',
    outOfRange: '8',
    advice: 'give one whole number of MiB from 16 to 65536.',
  },
  Statistics: YES_OR_NO,
  NodeOption: {
    wrongKind: '1',
    outOfRange: '"foo"',
    advice:
      'give one option of Node in quotes, for example "--stack-trace-limit=30", and a line for each.',
  },
  LibNode: {
    wrongKind: '1',
    outOfRange: '""',
    advice: 'give the path of one libnode.so in quotes.',
  },
  Interactive: {
    wrongKind: '1',
    outOfRange: '"relative"',
    advice: 'give true, false, or the absolute path of a socket in quotes.',
    typo: ['"flase"', 'false'],
  },
};

const IMPORT: Readonly<Record<string, Mistakes>> = {
  Worker: { wrongKind: '5', outOfRange: '""', advice: 'give one label in quotes.' },
  Interval: {
    wrongKind: '"1"',
    outOfRange: '0',
    advice: 'give one number of seconds from 0.001 to 31536000 (a year).',
  },
  Timeout: {
    wrongKind: '"5"',
    outOfRange: '3601',
    advice: 'give one number of seconds from 0.1 to 3600.',
  },
  HeapLimit: {
    wrongKind: '"64"',
    outOfRange: '65537',
    advice: 'give one whole number of MiB from 16 to 65536.',
  },
  LogPrefix: YES_OR_NO,
};

const BLOCKS = [
  {
    block: '<Plugin nodejs>',
    table: PLUGIN,
    source: 'options.c',
    around: (lines: readonly string[]) => lines.join('\n'),
  },
  {
    block: '<Import "x">',
    table: IMPORT,
    source: 'import.c',
    around: (lines: readonly string[]) => `<Import "x">\n${lines.join('\n')}\n</Import>`,
  },
];

/** Those that the C code has, and this version supports. */
function namesIn(source: string): string[] {
  const text = readFileSync(join(root, 'native/shim/options', source), 'utf8');
  const rules = text.matchAll(/\{\.key = "(\w+)", \.apply = (\w+)/g);
  return [...rules].filter(([, , apply]) => apply !== 'NULL').map(([, name = '']) => name);
}

function wrongLines(table: Readonly<Record<string, Mistakes>>, block: string) {
  return Object.entries(table).flatMap(([name, { wrongKind, outOfRange, advice, typo }]) => {
    const row = (value: string, told: string) => ({
      line: `${name} ${value}`,
      told: `${name} ${value} in ${block}: ${told}`,
    });
    const values = [wrongKind, outOfRange].filter((value) => value !== null);
    const misspelt =
      typo === undefined ? [] : [row(typo[0], `${advice} Did you mean "${typo[1]}"?`)];
    return [...values.map((value) => row(value, advice)), ...misspelt];
  });
}

function typos(names: readonly string[], block: string) {
  return names.map((name) => {
    const typo = misspelt(name);
    return {
      line: `${typo} 1`,
      told: `Unknown option "${typo}" in ${block}. Did you mean "${name}"? Allowed are ${names.join(', ')}.`,
    };
  });
}

describe.each(BLOCKS)('$block', ({ block, table, source, around }) => {
  const names = Object.keys(table);
  const mistakes = [...wrongLines(table, block), ...typos(names, block)];
  const lines = around(mistakes.map(({ line }) => line));

  test('every option has its rows, and no other has', () => {
    expect(names).toEqual(namesIn(source));
  });

  test('collectd does not start, and names each line', async () => {
    const { status, log } = await runDaemon({ config: bare(lines), files: { 'x.ts': '' } });
    expect(status).toBe(1);
    const told = logged(log, 'error').map((line) => line.replace('nodejs plugin: ', ''));
    // Interactive, for one, is also told what it needs.
    expect(told).toEqual(expect.arrayContaining(mistakes.map((mistake) => mistake.told)));
  });

  test('check names them with file and line', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'collectd-test-mistakes-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const file = join(dir, 'collectd.conf');
    const text = bare(lines);
    writeFileSync(file, text);
    const { status, stdout } = await cli(['check', '--plugin-dir', pluginDir, file]);
    expect(status).toBe(1);
    const first = text.split('\n').indexOf(mistakes[0]?.line ?? '') + 1;
    const expected = mistakes.map(({ told }, i) => `${file}:${first + i}: error: ${told}`);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(expected));
  });

  test.each(names)('%s without a value is found by the parser', async (name) => {
    const { status, log } = await runDaemon({ config: bare(around([name])) });
    expect(status).toBe(1);
    expect(log).toMatch(/Parse error in file .*collectd\.conf', line \d+/);
  });
});
