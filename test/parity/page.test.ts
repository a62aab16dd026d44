// docs/porting.md as a page: each difference has its reason, and something that shows it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(root, 'docs/porting.md'), 'utf8');

/** The rows of tables with a column "why". */
function rows(): string[][] {
  const tables = page
    .split(/\n\n/)
    .filter((text) => /^\| \| Python \| TypeScript \| why \|/.test(text));
  return tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  );
}

test('there are rows', () => {
  expect(rows().length).toBeGreaterThan(40);
});

test.each(rows())('%s', (what, python, typescript, last = '', ...more) => {
  expect(more, 'cells').toEqual([]);
  for (const cell of [what, python, typescript]) expect(cell).not.toBe('');
  const [, why = '', markers = ''] = /^(.*?)((?:\s*<!-- .*? -->)*)$/.exec(last) ?? [];
  expect(why.trim(), 'why').not.toBe('');
  // What the suites of parity find is checked by them, in both directions.
  expect(markers).toMatch(/<!-- (parity|callbacks|test): /);
  for (const [, file = '', title = ''] of markers.matchAll(/<!-- test: (\S+) "(.*?)" -->/g))
    expect(readFileSync(resolve(root, file), 'utf8'), file).toContain(`'${title}'`);
});

test('every marker is one that a test reads', () => {
  for (const [, marker] of page.matchAll(/<!-- (.*?) -->/g))
    expect(marker).toMatch(/^(parity|callbacks): \S|^test: \S+ ".+"$/);
});
