// Mistakes with fields and options of the API, in a real collectd.
import { expect, test } from 'vitest';
import { PLACES } from './fields.ts';
import { misspelt } from './misspelt.ts';
import type { FieldMistakes } from './place.ts';
import { tryOut } from './try-out.ts';

const rows = Object.values(PLACES).flatMap(({ fields }) =>
  Object.values(fields).flatMap((mistakes: FieldMistakes) =>
    Object.values(mistakes).filter((row) => typeof row !== 'string'),
  ),
);

test('fields that are of the wrong kind, out of range or missing', async () => {
  expect(rows.length).toBeGreaterThan(93);
  const outcomes = await tryOut(rows.map(([code]) => code));
  expect(rows.map(([code]) => [code, outcomes.get(code)?.thrown])).toEqual(rows);
});

test('fields that are like none are told with all that there are', async () => {
  const ignoring = Object.entries(PLACES).filter(([, { isThrown }]) => !isThrown);
  const codes = ignoring.map(([, { around }]) => around('quux: 1'));
  const outcomes = await tryOut(codes);
  expect(codes.map((code) => outcomes.get(code)?.log[0])).toEqual(
    ignoring.map(
      ([what, { names }]) =>
        `[warning] nodejs plugin: ${what} has no field "quux", which is ignored; the fields are ${names.join(', ')} (mistaken)`,
    ),
  );
});

const typos = Object.values(PLACES).flatMap(({ around, names, misspelt: told, isThrown }) =>
  names.map((name) => {
    const typo = misspelt(name);
    return { code: around(`${typo}: undefined`), told: told(typo, name, names), isThrown };
  }),
);

test('fields that are misspelt', async () => {
  const outcomes = await tryOut(typos.map(({ code }) => code));
  const found = typos.map(({ code, told, isThrown }) => {
    const { thrown, log = [] } = outcomes.get(code) ?? {};
    if (isThrown) return [code, thrown];
    const lines = log.filter((line) => line === `[warning] nodejs plugin: ${told} (mistaken)`);
    return [code, lines.length === 1 ? told : log];
  });
  expect(found).toEqual(typos.map(({ code, told }) => [code, told]));
});
