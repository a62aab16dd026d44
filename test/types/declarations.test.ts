// How plugin authors get the types, and what they then know. What compiles and what does
// not is in accepted.ts and refused.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { shippedTypes, shippedTypesFile } from '../../scripts/shipped-types.ts';
import { compile, declarations, documentedConfig, project } from './project.ts';

// Each tsc takes seconds.
vi.setConfig({ testTimeout: 180_000 });

test('the types are those of the types.db that collectd ships', () => {
  const advice = 'Run: npx vite-node scripts/shipped-types.ts';
  expect(readFileSync(shippedTypesFile, 'utf8'), advice).toBe(shippedTypes());
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
