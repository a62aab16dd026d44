// Identifiers that are remembered, and forgotten.
import { expect, test } from 'vitest';
import { SeriesTable } from '../../plugins/carbon_writer/lines/series.ts';

const id = (n: number) => ({
  host: `h${n % 7}`,
  plugin: `p${n % 3}`,
  plugin_instance: '',
  type: 'gauge',
  type_instance: String(n),
});
const series = (n: number, seen: number, patience = 1) => ({ n, seen, patience });
type Series = ReturnType<typeof series>;

/** Two minutes, in which every one is looked at. */
function round(table: SeriesTable<Series>, from: number, see: (now: number) => void = () => {}) {
  for (let now = from; now <= from + 130; now++) {
    see(now);
    table.sweep(now);
  }
}

test('each identifier has its own', () => {
  const table = new SeriesTable<Series>();
  for (let n = 0; n < 100; n++) table.set(id(n), series(n, 0), 0);
  for (let n = 0; n < 100; n++) expect(table.get(id(n))?.n).toBe(n);
  expect(table.get(id(100))).toBeUndefined();
  expect(table.size).toBe(100);
});

test('who is seen stays, who is not goes, and both can come again', () => {
  const table = new SeriesTable<Series>();
  for (let n = 0; n < 100; n++) table.set(id(n), series(n, 0), 0);
  round(table, 0, (now) => {
    for (let n = 0; n < 10; n++) Object.assign(table.get(id(n)) as Series, { seen: now });
  });
  expect(table.size).toBe(10);
  for (let n = 0; n < 100; n++) expect(table.get(id(n))?.n).toBe(n < 10 ? n : undefined);
  for (let n = 0; n < 100; n++) table.set(id(n), series(n, 130), 130);
  expect(table.size).toBe(100);
  for (let n = 0; n < 100; n++) expect(table.get(id(n))?.n).toBe(n);
});

test('one that comes seldom is remembered for longer', () => {
  const table = new SeriesTable<Series>();
  table.set(id(1), series(1, 0, 1000), 0);
  round(table, 0);
  expect(table.size).toBe(1);
});

test('there are never more than so many', () => {
  const table = new SeriesTable<Series>(50);
  for (let n = 0; n < 1000; n++) table.set(id(n), series(n, n), n);
  expect(table.size).toBeLessThanOrEqual(50);
  for (let n = 990; n < 1000; n++) expect(table.get(id(n))?.n).toBe(n);
});
