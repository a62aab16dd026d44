// How plugin authors get the types, and what they then know. What compiles and what does
// not is in accepted.ts and refused.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test, vi } from 'vitest';
import { shippedTypes, shippedTypesFile } from '../../scripts/shipped-types.ts';
import { compile, copyTypeTests, declarations, documentedConfig, project } from './project.ts';

// Each tsc takes seconds.
vi.setConfig({ testTimeout: 180_000 });

test('the types are those of the types.db that collectd ships', () => {
  const advice = 'Run: npx vite-node scripts/shipped-types.ts';
  expect(readFileSync(shippedTypesFile, 'utf8'), advice).toBe(shippedTypes());
});

test.each([
  [0, 'with the package'],
  [1, 'with the files beside the plugin'],
])('the tsconfig.json of docs/types.md: %i, %s', async (index) => {
  const dir = project({ files: {}, config: documentedConfig(index) });
  copyTypeTests(dir);
  expect(await compile(dir)).toBe('');
});

test('without the types of Node.js', async () => {
  const { compilerOptions } = documentedConfig(1);
  const dir = project({
    files: {
      'plugin.ts': `import { Values } from 'collectd';
        new Values({ type: 'gauge' }).dispatch({ values: [1] });
        // @ts-expect-error: too many
        new Values({ type: 'gauge' }).dispatch({ values: [1, 2] });`,
    },
    config: {
      compilerOptions: { ...compilerOptions, types: [] },
      include: ['*.ts', join(declarations, 'collectd.d.ts')],
    },
  });
  expect(await compile(dir)).toBe('');
});

test('what can be imported by its name is a member of the default export', async () => {
  const code = `import * as names from 'collectd';
    type Own = keyof typeof names.default;
    type Others = Exclude<keyof typeof names, Own | 'default'> | Exclude<Own, keyof typeof names>;
    export const none: never = undefined as unknown as Others;`;
  expect(
    await compile(project({ files: { 'names.ts': code }, types: ['node', 'collectd-nodejs'] })),
  ).toBe('');
});

test('collectd-nodejs/network, by the file and by the package, and its items are Values', async () => {
  const code = `import { Values } from 'collectd';
    import { Connection, Reader } from 'collectd-nodejs/network';
    for await (const item of new Reader()) if (item.kind === 'values') new Values(item).dispatch();
    new Connection<'a'>().a.record({ b: 1 });
    // @ts-expect-error: no such category
    new Connection<'a'>().b.record({ b: 1 });
    export {};`;
  const files = { 'plugin.ts': code };
  expect(await compile(project({ files, types: ['node', 'collectd-nodejs'] }))).toBe('');
  const include = [join(declarations, '*.d.ts')];
  expect(await compile(project({ files, types: ['node'], include }))).toBe('');
});

test('a misspelt type is told apart from the one that was meant', async () => {
  const files = {
    'plugin.ts': `import { Values } from 'collectd';\nnew Values({ type: 'if_octest' });`,
  };
  const dir = project({ files, types: ['collectd-nodejs', 'node'] });
  expect(await compile(dir)).toMatch(
    /^plugin\.ts\(2,14\): error .*Did you mean '"if_octets"'\?\n$/,
  );
});

const completed: [what: string, code: string, names: string[]][] = [
  ['a type', `new Values({ type: '|' });`, ['if_octets', 'temperature']],
  ['a type among other fields', `new Values({ plugin: 'p', type: '|', values: [1] });`, ['load']],
  ['the type of a data set', `get_dataset('|');`, ['if_octets', 'users']],
  [
    'a type that is compared',
    `register_write((vl) => { if (vl.type === '|') return; });`,
    ['if_octets'],
  ],
  ['a field', `new Values({ | });`, ['plugin_instance', 'type_instance', 'meta']],
  ['a data source', `get_dataset('if_octets')[0].|;`, ['name', 'type', 'min', 'max']],
  ['a function', `collectd.|;`, ['register_read', 'get_dataset', 'hostname']],
];

test.each(completed)('editors complete %s', (_what, code, names) => {
  const head = `import collectd, { get_dataset, register_write, Values } from 'collectd';\n`;
  const text = head + code;
  const at = text.indexOf('|', head.length);
  const dir = project({ files: { 'plugin.ts': text.slice(0, at) + text.slice(at + 1) } });
  expect(complete(join(dir, 'plugin.ts'), at)).toEqual(expect.arrayContaining(names));
});

// What has been read and parsed once serves all of them.
const registry = ts.createDocumentRegistry();

function complete(file: string, at: number): string[] | undefined {
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.NodeNext,
      lib: ['lib.es2022.d.ts'],
      types: [],
    }),
    getScriptFileNames: () => [file, join(declarations, 'collectd.d.ts')],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const content = ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => join(file, '..'),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  };
  const service = ts.createLanguageService(host, registry);
  return service.getCompletionsAtPosition(file, at, {})?.entries.map(({ name }) => name);
}
