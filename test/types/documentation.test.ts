// Every TypeScript example of the documentation compiles; those of the manual, of the README and
// of the pages on filters and porting also run: test/daemon/documents/manual.test.ts, readme.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, project, root } from './project.ts';

/** What parts of a program take for granted. */
const before: Record<string, string> = {
  network: `import { Connection, decode, Encoder, Reader, start_threads } from 'collectd-nodejs/network';
declare const datagram: Buffer;
declare const passwords: Map<string, string>;
declare const password: string;
declare const host: string;
`,
  types: `import { type Config, Values } from 'collectd';
declare const config: Config;
declare const line: string;
`,
};

function examples(): Record<string, string> {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const files: Record<string, string> = {};
  for (const page of ['README.md', ...docs.map((name) => `docs/${name}`)]) {
    const name = page.replace(/^docs\//, '').replaceAll('.', '-');
    const text = readFileSync(join(root, page), 'utf8');
    for (const [i, [, code = '']] of [...text.matchAll(/^```ts\n([^]*?)^```/gm)].entries()) {
      const needs = /^import /m.test(code) ? '' : (before[name.replace('-md', '')] ?? '');
      const isDeclaration = code.includes('declare module');
      files[`${name}-${i + 1}${isDeclaration ? '.d.ts' : '.ts'}`] =
        needs + code.replaceAll(/^.*\/\/ error: /gm, '// @ts-expect-error: it says so\n$&');
    }
  }
  return files;
}

test('all examples', { timeout: 180_000 }, async () => {
  const files = examples();
  expect(Object.keys(files).length).toBeGreaterThanOrEqual(16);
  const dir = project({ files, types: ['node', 'collectd-nodejs'] });
  expect(await compile(dir)).toBe('');
});
