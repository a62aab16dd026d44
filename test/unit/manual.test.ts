// The pages name what there is: options, exports and error codes, no more and no less.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import collectd from 'collectd';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const manual = read('docs/collectd-nodejs.5.md');

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);
const isIn = (text: string) => (name: string) => new RegExp(`\\b${name}\\b`).test(text);

interface Rule {
  name: string;
  isSupported: boolean;
}

function rules(file: string): Rule[] {
  const found = read(file).matchAll(/\{\.key = "(\w+)", \.apply = (\w+)/g);
  return [...found].map(([, name = '', apply]) => ({ name, isSupported: apply !== 'NULL' }));
}

const pluginOptions = rules('native/shim/options/options.c');
const importOptions = rules('native/shim/options/import.c');
const configuration = manual.slice(
  manual.indexOf('## CONFIGURATION'),
  manual.indexOf('## STRINGS'),
);

test('every option of <Plugin nodejs> has its paragraph, and there is none for another', () => {
  const paragraphs = new Set(matches(configuration, /^- `<?(\w+)`/gm));
  for (const { name, isSupported } of pluginOptions)
    if (isSupported) expect(paragraphs).toContain(name);
  const known = ['LoadPlugin', ...pluginOptions.map(({ name }) => name)];
  expect([...paragraphs].filter((name) => !known.includes(name.replace(/ .*/, '')))).toEqual([]);
});

test('every option of <Import> is in its paragraph', () => {
  const paragraph = configuration.match(/^- `<Import`[^]*?(?=^- )/m)?.[0] ?? '';
  const named = matches(paragraph, /\*\*(\w+)\*\*/g);
  for (const { name, isSupported } of importOptions) if (isSupported) expect(named).toContain(name);
  expect(named.filter((name) => !importOptions.some((rule) => rule.name === name))).toEqual([]);
});

test('configurations that are shown have options that there are', () => {
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  for (const page of ['README.md', ...pages.map((name) => `docs/${name}`)])
    for (const code of matches(read(page), /^```apache\n([^]*?)^```/gm)) {
      const blocks: string[] = [];
      for (const line of code.split('\n').map((text) => text.trim())) {
        const [, name = ''] = line.match(/^<?(\w+)/) ?? [];
        const inside = blocks.at(-1);
        if (line.startsWith('</')) blocks.pop();
        else if (name !== '' && (inside === 'Plugin' || inside === 'Import')) {
          const there = inside === 'Plugin' ? pluginOptions : importOptions;
          expect(there.map((rule) => rule.name.toLowerCase())).toContain(name.toLowerCase());
        }
        // The threshold plugin has blocks of that name inside its own.
        const isOther = blocks.includes('other') || /^<Plugin (?!"?nodejs)/.test(line);
        if (/^<\w/.test(line)) blocks.push(isOther ? 'other' : name);
      }
    }
});

test('every export is in the manual', () => {
  const exported = Object.keys(collectd);
  expect(exported.length).toBeGreaterThanOrEqual(60);
  expect(exported.filter((name) => !isIn(manual)(name))).toEqual([]);
  const types = matches(read('lib/index.ts'), /^export type \{(.*?)\}/gms)
    .join(' ')
    .match(/\b[A-Z]\w+/g);
  expect(types?.length).toBeGreaterThan(20);
  expect(types?.filter((name) => !isIn(manual)(name))).toEqual([]);
});

test('each name that there is to unregister has its counterpart', () => {
  const kinds = Object.keys(collectd).filter((name) => name.startsWith('register_'));
  for (const name of kinds.filter((one) => one !== 'register_data_set'))
    expect(collectd).toHaveProperty(`un${name}`);
});

test('what the manual calls a function is exported', () => {
  const called = matches(manual, /`((?:un)?register_\w+|get_\w+|dispatch_\w+)/g);
  for (const name of called) if (name !== 'register_') expect(collectd).toHaveProperty(name);
});

test('every error code has its line in the manual, and is one that something throws', () => {
  const codes = matches(read('lib/shared/errors.ts'), /'(ERR_COLLECTD_\w+)'/g);
  const listed = matches(manual, /^- `(ERR_COLLECTD_\w+)` \(/gm);
  expect(listed.sort()).toEqual([...codes].sort());
  const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'errors.ts')
    .map((name) => read(`lib/${name}`))
    .join('');
  expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});

test('no inline code of the manual has double quotes, which its converter escapes wrongly', () => {
  const text = manual.replaceAll(/^```[^]*?^```/gm, '');
  expect(text.match(/`[^`\n]*"[^`\n]*`/g)).toBeNull();
});
