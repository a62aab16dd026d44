// The command knows the same refused options of Node as the plugin, and every option that
// `node --help` lists is decided.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REFUSED, refusalOf } from '../../lib/cli/check/node-options.ts';
import { listedOptions, NEEDED, WORKING } from '../fixtures/node-options.ts';

const source = readFileSync(
  new URL('../../native/shim/options/node_option.c', import.meta.url),
  'utf8',
);

const macros = new Map(
  [...source.matchAll(/#define (\w+) "(.*)"/g)].map(([, name = '', text = '']) => [name, text]),
);

/** A string of C: pieces in quotes and macros, one after the other. */
function textOf(pieces: string): string {
  return [...pieces.matchAll(/"((?:[^"\\]|\\.)*)"|[A-Z]+/g)]
    .map(([whole, text]) => macros.get(whole) ?? text?.replaceAll('\\"', '"') ?? '')
    .join('');
}

test('the tables are the same', () => {
  const rows = [...source.matchAll(/\{"(-[^"]+)",\s*((?:[A-Z]+|"(?:[^"\\]|\\.)*"|\s)+)\}/g)];
  expect(rows.map(([, name, why]) => [name, textOf(why ?? '')])).toEqual(REFUSED);
});

test.each([
  ['--cpu-prof-dir=/tmp', /--prof/],
  ['--cpu_prof', /--prof/],
  ['--import=./x.mjs', /--require/],
  ['--watch-path=/tmp', /remove it/],
  ['--max_old-space-size=64', /HeapLimit/],
  ['--max-old-space-size-percentage=50', /HeapLimit/],
  ['--inspect-brk', /debugging/],
  ['--no-inspect', /debugging/],
  ['--no_warnings', /collectd's log/],
  ['--report-signal=SIGTERM', /write SIGUSR2/],
  ['--heapsnapshot-signal=SIGUSR1', /write SIGUSR2/],
  ['--no-experimental-vm-modules', /as it needs it/],
])('%s is refused', (option, why) => expect(refusalOf(option)).toMatch(why));

test.each([
  '--prof',
  '--require=/x.cjs',
  '--no-deprecation',
  '--stack-trace-limit=3',
  '--watchdog',
  '--expose-gc',
  '--icu-data-dir=--title',
  '--report-signal=SIGUSR2',
  '--heapsnapshot_signal=SIGUSR2',
  '--experimental-vm-modules',
])('%s is not', (option) => expect(refusalOf(option)).toBe(undefined));

describe('of the options that node --help lists', () => {
  const listed = [...listedOptions.keys()];
  /** Works, is refused with a sentence, or is yet to be tried in a daemon. */
  const decisionOn = (option: string, works: boolean) => {
    const why = refusalOf(option);
    if (works) return why === undefined ? 'works' : `listed as working, and refused: ${why}`;
    return why === undefined ? 'undecided' : 'refused';
  };

  test('each is in WORKING or refused', () => {
    const undecided = listed
      .map((name) => [name, decisionOn(name, WORKING.has(name))])
      .filter(([, decision]) => decision !== 'works' && decision !== 'refused');
    expect(undecided, 'try these in a daemon: WORKING, or node_option.c').toEqual([]);
  });

  test('the opposite of each is decided as it is', () => {
    const differing = listed
      .filter((name) => name.startsWith('--'))
      .map(
        (name) =>
          [
            name.startsWith('--no-') ? name.replace('--no-', '--') : name.replace('--', '--no-'),
            WORKING.has(name),
          ] as const,
      )
      .map(([opposite, works]) => [opposite, decisionOn(opposite, works && !NEEDED.has(opposite))])
      .filter(([, decision]) => decision !== 'works' && decision !== 'refused');
    expect(differing).toEqual([]);
  });

  test('each of WORKING is there', () => {
    expect([...WORKING].filter((name) => !listedOptions.has(name))).toEqual([]);
  });

  test('they are those of four versions', () => {
    expect(listed.length).toBeGreaterThan(200);
    for (const major of [18, 20, 22, 24])
      expect(listed.filter((name) => listedOptions.get(name)?.has(major)).length).toBeGreaterThan(
        120,
      );
  });
});

test('a sentence says what to do', () => {
  for (const [name, why] of REFUSED)
    expect(why, name).toMatch(
      /(^|; )(remove it|set|write|use|give|call|Import|load|check|send|the line)\b.*\.$/,
    );
});
