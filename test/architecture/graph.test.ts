// npm run graph: what it draws, and that the drawings of docs/architecture are those of today.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawingsOf, reduced } from '../../scripts/graph/drawing.mjs';
import { graphFiles } from '../../scripts/graph/files.mjs';
import { crossings, layersOf } from '../../scripts/graph/layers.mjs';
import { placesOf, widthOf } from '../../scripts/graph/places.mjs';
import { readPlan } from '../../scripts/rooms/plan.mjs';
import { house } from './house.ts';

const root = resolve(import.meta.dirname, '../..');

test.each([...graphFiles(root)])('%s is of today', (file, text) => {
  expect(readFileSync(join(root, file), 'utf8'), 'Run: npm run graph').toBe(text);
});

test('the same project gives the same drawings', () => {
  expect(graphFiles(root)).toEqual(graphFiles(root));
});

describe.each(drawingsOf(root, readPlan(root)))('the drawing of $house.name', (drawing) => {
  const floorOf = new Map(drawing.house.rooms.map(({ name, floor }) => [name, floor]));
  const layers = layersOf(drawing);

  test('has every room, and no arrow that climbs', () => {
    expect(drawing.floors.flat()).toEqual(drawing.house.rooms.map(({ name }) => name));
    for (const [from, to] of drawing.arrows)
      expect(floorOf.get(from), `${from} to ${to}`).toBeGreaterThan(floorOf.get(to) ?? 99);
  });

  test('leads each arrow from floor to floor', () => {
    expect(layers.lines).toHaveLength(drawing.arrows.length);
    for (const line of layers.lines) {
      const floors = line.map((spot) => layers.floors.findIndex((floor) => floor.includes(spot)));
      expect(floors).toEqual(floors.map((_, at) => (floors[0] ?? 0) - at));
    }
  });

  test('has nothing over something else', () => {
    const places = placesOf(layers.floors);
    for (const floor of layers.floors) {
      let end = 0;
      for (const spot of floor) {
        const middle = places.get(spot) ?? 0;
        expect(middle - widthOf(spot) / 2, spot.key).toBeGreaterThan(end);
        end = middle + widthOf(spot) / 2;
      }
    }
  });
});

test('arrows that follow from others are left out', () => {
  const imported = new Map([
    ['c', new Set(['b', 'a'])],
    ['b', new Set(['a'])],
    ['a', new Set<string>()],
    ['d', new Set(['a', 'b', 'c'])],
  ]);
  expect(reduced(imported)).toEqual([
    ['c', 'b'],
    ['b', 'a'],
    ['d', 'c'],
  ]);
});

test('floors are sorted until arrows do not cross', () => {
  const of = (names: string[]) => names.map((name) => ({ name }));
  const drawing = {
    house: { name: 'x', idea: '', headers: {}, rooms: of(['a', 'b', 'c', 'd', 'e']) as never },
    floors: [
      ['a', 'b'],
      ['c', 'd', 'e'],
    ],
    arrows: [
      ['c', 'b'],
      ['d', 'a'],
      ['e', 'b'],
    ] as [string, string][],
    count: 3,
  };
  expect(crossings(layersOf(drawing).floors)).toBe(0);
});

test('the page and the picture of a small house', () => {
  const files = graphFiles(house());
  expect([...files.keys()]).toEqual([
    'docs/architecture/rooms.md',
    'docs/architecture/lib.svg',
    'docs/architecture/native.svg',
  ]);
  const page = files.get('docs/architecture/rooms.md') ?? '';
  expect(page).toContain('Arrows: 4, drawn: 3.');
  expect(page).toContain('room_index_ts --> room_values\n');
  expect(page).toContain('| 2 | [values](../../lib/values) | Values. | shared, values/small |  |');
  expect(page).toContain('| `plugins/*` | Plugins. | collectd, collectd-nodejs/* | nothing |');
  expect(files.get('docs/architecture/native.svg')).toContain('<title>No V8.</title>');
});
