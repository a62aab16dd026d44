import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cost,
  type Language,
  median,
  type Results,
  type Timing,
} from '../../bench/report/results.ts';
import {
  beginMarker,
  endMarker,
  render,
  renderFigures,
  replaceSection,
  section,
} from '../../bench/report/table.ts';
import { targets } from '../../bench/report/targets.ts';
import { packageOf } from '../../scripts/setup/languages.mjs';

const root = resolve(import.meta.dirname, '../..');

function timing(
  what: Timing['what'],
  language: Language,
  micros: number,
  more: Partial<Timing> = {},
): Timing {
  const wall = cost([micros]);
  return {
    what,
    language,
    threads: 1,
    series: 1000,
    values: 1000,
    passes: 1,
    wall,
    cpu: wall,
    ...more,
  };
}

const results: Results = {
  machine: {
    date: '2026-01-02',
    cpu: 'Some CPU',
    cores: 2,
    kernel: '6.1.0',
    system: 'Debian',
    collectd: '5.12.0',
    node: 'v18.20.4',
  },
  timings: [
    timing('write', 'Python', 6),
    timing('write', 'TypeScript', 0.25),
    timing('pipeline', 'C', 1),
    timing('pipeline', 'TypeScript', 1.5),
    timing('series', 'TypeScript', 0.25),
    timing('series', 'TypeScript', 0.5, { series: 1_000_000 }),
  ],
  churn: [],
  footprints: [
    { modules: 'none', cache: 'none', rssMiB: 10, anonymousMiB: 1, startMs: cost([10]) },
    { modules: 1, cache: 'cached', rssMiB: 50, anonymousMiB: 20, startMs: cost([200]) },
    { modules: 4, cache: 'cached', rssMiB: 83, anonymousMiB: 40, startMs: cost([400]) },
  ],
};

function target(what: string) {
  return targets(results).find((candidate) => candidate.what.includes(what));
}

describe('targets', () => {
  test('are ratios of medians', () => {
    expect(target('1 thread, times faster than Python')).toMatchObject({
      measured: '24.0',
      met: true,
    });
    expect(target('whole pipeline')).toMatchObject({ measured: '1.50', met: false });
    expect(target('1,000,000 series')).toMatchObject({ measured: '2.00', met: true });
    expect(target('each further worker')).toMatchObject({ measured: '11.0 MiB', met: false });
    expect(target('one cached module against none')).toMatchObject({
      measured: '190 ms more',
      met: true,
    });
  });

  test('that were not measured are neither met nor missed', () => {
    expect(target('faster than Lua')).toMatchObject({ measured: undefined, met: undefined });
  });

  test('median of an even number is in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('table', () => {
  test('has the figures and says what was missed', () => {
    const text = render(results);
    expect(text).toContain(
      '| write callback, 1 thread, times faster than Python | ≥ 20 | 24.0 | met |',
    );
    expect(text).toContain(
      '| whole pipeline against a C write plugin | ≤ 1.3 | 1.50 | **not met** |',
    );
    expect(text).toContain('| TypeScript, 1,000,000 series | 0.50 | 0.50 |');
    expect(text).toContain('| 1 module, transpiled before | 50.0 | 20.0 | 200 |');
  });

  test('replaces only what is between the markers', () => {
    const before = `a\n${beginMarker}\nold\n${endMarker}\nb\n`;
    const after = replaceSection(before, 'new');
    expect(after).toBe(`a\n${beginMarker}\nnew\n${endMarker}\nb\n`);
    expect(section(after)).toBe('new');
    expect(section('no markers')).toBeUndefined();
    expect(() => replaceSection('no markers', 'new')).toThrow('bench:begin');
  });
});

describe('peers', () => {
  test('libraries are found in packages', () => {
    expect(packageOf('libpython3.11.so.1.0')).toBe('libpython3.11');
    expect(packageOf('liblua5.3.so.0')).toBe('liblua5.3-0');
    expect(packageOf('libfoo.so.1')).toBeUndefined();
  });
});

describe('the stored results of "npm run bench"', () => {
  const stored: Results = JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8'));

  test.each([
    ['docs/benchmarks.md', render],
    ['README.md', renderFigures],
  ])('%s shows them', (page, show) => {
    expect(section(readFileSync(join(root, page), 'utf8'))).toBe(show(stored));
  });

  test('every figure of the README is measured', () => {
    expect(renderFigures(stored)).not.toContain('not measured');
    expect(renderFigures(stored).match(/^\| [A-Z].* \|$/gm)).toHaveLength(5);
  });
});
