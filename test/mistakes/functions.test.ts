// Mistakes with each name of the `collectd` module, in a real collectd.
import collectd from 'collectd';
import { expect, test } from 'vitest';
import { CACHE, FUNCTIONS, type Mistakes } from './functions.ts';
import { misspelt } from './misspelt.ts';
import { tryOut } from './try-out.ts';

/** Values, not functions: nothing can be given to them. */
const isConstant = (name: string): boolean =>
  /^[A-Z]+_/.test(name) || ['hostname', 'interval', 'version', 'cache'].includes(name);

const names = Object.keys(collectd);
const rows = Object.entries({ ...FUNCTIONS, ...CACHE }).flatMap(([name, mistakes]) =>
  Object.entries(mistakes as Mistakes)
    .filter(([, row]) => typeof row !== 'string')
    .map(([kind, [code, thrown]]) => ({ name, kind, code, thrown })),
);
const typos = names.map((name) => ({
  name,
  code: `${/^[A-Z][a-z]/.test(name) ? 'new ' : ''}collectd.${misspelt(name)}${isConstant(name) ? '' : '({})'}`,
}));

test('every name has its rows, and no other has', () => {
  expect(Object.keys(FUNCTIONS).sort()).toEqual(names.filter((name) => !isConstant(name)).sort());
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(collectd.cache));
  const callable = methods.filter((name) => name !== 'constructor');
  expect(Object.keys(CACHE)).toEqual(callable.map((name) => `cache.${name}`));
  expect(rows.length).toBeGreaterThan(93);
});

test('arguments that are of the wrong kind, out of range or missing', async () => {
  const outcomes = await tryOut(rows.map(({ code }) => code));
  const found = rows.map(({ code }) => [code, outcomes.get(code)?.thrown]);
  expect(found).toEqual(rows.map(({ code, thrown }) => [code, thrown]));
});

test('names that are misspelt', async () => {
  const outcomes = await tryOut(typos.map(({ code }) => code));
  const told = typos.map(({ name, code }) => {
    const meant = `collectd has no ${misspelt(name)}. Did you mean "${name}"?`;
    const lines = outcomes.get(code)?.log.filter((line) => line.includes(meant)).length;
    return [code, lines];
  });
  expect(told).toEqual(typos.map(({ code }) => [code, 1]));
});
