// The documentation leads everywhere it says, and to every room.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readPlan } from '../../scripts/rooms/plan.mjs';
import { anchorsOf, deadBecause, type Link, linksOf, pages, targetOf } from './links.ts';

const root = resolve(import.meta.dirname, '../..');
const map = 'docs/architecture/README.md';

test.each(pages(root))('%s has no dead link', (page) => {
  expect(linksOf(root, page).flatMap((link) => deadBecause(root, link) ?? [])).toEqual([]);
});

test('the map names every room', () => {
  const targets = linksOf(root, map).map(targetOf);
  const rooms = readPlan(root).rooms.map(({ path }) => path.replace(/\/\*$/, ''));
  expect(rooms.filter((room) => !targets.includes(room))).toEqual([]);
});

test('every page of docs/architecture is linked from its entrance', () => {
  const targets = linksOf(root, 'docs/architecture.md').map(targetOf);
  const all = pages(root).filter((page) => page.startsWith('docs/architecture/'));
  expect(all.filter((page) => !targets.includes(page))).toEqual([]);
});

describe('"Where is …"', () => {
  const text = readFileSync(join(root, map), 'utf8');
  const rows = text
    .slice(text.indexOf('## Where is …'), text.indexOf('## lib'))
    .split('\n')
    .map((line) => /^\| (.+?) \| (.+) \|$/.exec(line))
    .flatMap((found) => (found === null || found[1] === 'where is …' ? [] : [found]))
    .map(([, question = '', answer = '']) => ({ question, answer }));

  test('has a row for each of these questions', () => {
    const questions = rows.map(({ question }) => question);
    for (const asked of [
      'a received value list copied into a queue',
      'a deadline checked',
      'the end of a worker whose heap is full',
      'an identifier interned',
      'SIGCHLD taken',
      '`Import` resolved',
      'meta data crossing',
      'a registration renewed by a restart',
      'a stack trace mapped back to TypeScript',
      'a range checked by `Values.dispatch`',
    ])
      expect(questions).toContain(asked);
    expect(rows.length).toBeGreaterThanOrEqual(20);
  });

  test.each(rows)('$question', ({ answer }) => {
    // The answer is "`name` in [file](path)": the last word of the name is in that file.
    const files = [...answer.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) =>
      readFileSync(join(root, 'docs/architecture', target), 'utf8'),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const [, names = '', target = ''] of answer.matchAll(
      /((?:`[\w:]+`(?: and )?)+) in \[[^\]]+\]\(([^)]+)\)/g,
    ))
      for (const [, name = ''] of names.matchAll(/`([\w:]+)`/g)) {
        const file = readFileSync(join(root, 'docs/architecture', target), 'utf8');
        const word = name.split('::').at(-1);
        expect(file, `${name} in ${target}`).toMatch(new RegExp(`\\b${word}\\b`));
      }
  });
});

describe('the check of links', () => {
  function dead(text: string): string[] {
    const to = mkdtempSync(join(tmpdir(), 'links-'));
    onTestFinished(() => rmSync(to, { recursive: true }));
    mkdirSync(join(to, 'docs'));
    writeFileSync(join(to, 'docs/other.md'), '# One `code`, two\n\n## Again\n\n## Again\n');
    writeFileSync(join(to, 'docs/page.md'), text);
    return linksOf(to, 'docs/page.md').flatMap((link: Link) => deadBecause(to, link) ?? []);
  }

  test.each([
    '[a](other.md)',
    '[a](./other.md#one-code-two)',
    '[a](other.md#again-1)',
    '[a](../docs)',
    '# Own\n\n[a](#own)',
    '[a](https://example.org/none)',
    '```\n[a](none.md)\n```\n',
    '`[a](none.md)`',
  ])('lets pass: %s', (text) => {
    expect(dead(text)).toEqual([]);
  });

  test.each([
    ['\n[a](none.md)', 'docs/page.md:2 links to none.md, which does not exist.'],
    ['![a](none.svg)', 'docs/page.md:1 links to none.svg, which does not exist.'],
    ['<img src="none.png">', 'docs/page.md:1 links to none.png, which does not exist.'],
    ['[a](other.md#two)', 'links to other.md#two, but docs/other.md has no such heading.'],
    ['[a](#none)', 'links to #none, but docs/page.md has no such heading.'],
    ['[a](../../x)', 'links to ../../x, which is outside of the project.'],
  ])('finds dead: %s', (text, says) => {
    expect(dead(text)).toEqual([expect.stringContaining(says)]);
  });

  test('anchors are those of GitHub', () => {
    expect(anchorsOf('# Where is …\n\n## `dispatch()`: a, b\n```\n# no\n```\n')).toEqual([
      'where-is-',
      'dispatch-a-b',
    ]);
  });
});
