// docs/troubleshooting.md has an entry for each line that the plugin and the command log above info, and
// no other. The shipped plugins explain their own lines in their READMEs.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryOf, parseEntries } from '../../lib/cli/explain/entries.ts';
import { type Logged, loggedByC, loggedByTypeScript } from './log-templates.ts';
import { ELSEWHERE } from './logged-elsewhere.ts';

const root = resolve(import.meta.dirname, '../..');
const entries = parseEntries(readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8'));
const logged = [...loggedByC(root), ...loggedByTypeScript(root)];

const fileOf = ({ place }: Logged): string => place.replace(/:\d+$/, '');
const elsewhere = (one: Logged) =>
  ELSEWHERE.find(({ file, source }) => file === fileOf(one) && one.source.includes(source));

/** Each line with the place that logs it. */
const lines = logged.flatMap((one) => {
  const known = elsewhere(one);
  const templates = known?.lines ?? (known || one.template === undefined ? [] : [one.template]);
  return templates.map((template) => ({ place: one.place, template }));
});

const codes = new Set(
  readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(root, 'lib', file), 'utf8').match(/'ERR_COLLECTD_\w+'/g))
    .flatMap((code) => (code === null ? [] : [code.slice(1, -1)])),
);

test('the text of every line is known', () => {
  const unknown = logged
    .filter((one) => one.template === undefined && elsewhere(one) === undefined)
    .map(({ place, source }) => `${place} logs what is put together elsewhere: ${source}`);
  expect(unknown, 'add these to test/architecture/logged-elsewhere.ts').toEqual([]);
});

test('every line has an entry', () => {
  const missing = lines
    .filter(({ template }) => entryOf(template, entries) === undefined)
    .map(({ place, template }) => `### \`${template}\`  (${place})`);
  expect(missing, 'add these headings to docs/troubleshooting.md').toEqual([]);
});

test('every error code has an entry', () => {
  expect(codes.size).toBeGreaterThan(20);
  const missing = [...codes].filter((code) => !entries.some(({ template }) => template === code));
  expect(missing, 'add these headings to docs/troubleshooting.md').toEqual([]);
});

test('every entry is that of a line or a code', () => {
  const used = new Set(lines.map(({ template }) => entryOf(template, entries)?.template));
  const idle = entries
    .map(({ template }) => template)
    .filter((template) => !used.has(template) && !codes.has(template));
  expect(idle, 'no source logs these headings of docs/troubleshooting.md').toEqual([]);
});

test('every call that is listed by hand is there', () => {
  const stale = ELSEWHERE.filter((known) => !logged.some((one) => elsewhere(one) === known)).map(
    ({ file, source }) => `${file}: ${source}`,
  );
  expect(stale, 'correct these in test/architecture/logged-elsewhere.ts').toEqual([]);
});

describe('an entry', () => {
  test.each(entries.map(({ template, text }) => [template, text]))('%s', (_, text) => {
    // Not at dots within names such as node:timers/promises or types.db.
    const sentences = text.replace(/`[^`]*`/g, 'x').match(/[.:?](?=\s|$)/g) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(text).not.toContain('\n');
  });
});
