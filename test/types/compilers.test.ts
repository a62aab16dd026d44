// The declarations are for the compilers that authors have, not for that of this project alone.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  type Compiler,
  compile,
  compilers,
  copyTypeTests,
  declarations,
  documentedConfig,
  project,
} from './project.ts';

// Each tsc takes seconds.
vi.setConfig({ testTimeout: 180_000 });

/** As docs/types.md has it; TypeScript knows erasableSyntaxOnly from 5.8 on. */
function configFor(compiler: Compiler, index: number) {
  const { compilerOptions, ...rest } = documentedConfig(index);
  const { erasableSyntaxOnly, ...others } = compilerOptions as Record<string, unknown>;
  return { ...rest, compilerOptions: compiler === 'typescript-5.4' ? others : compilerOptions };
}

test.each([
  ...compilers.map((compiler) => [compiler, 'with the package', 0] as const),
  ['typescript', 'with the files beside the plugin', 1] as const,
  ['typescript-7', 'with the files beside the plugin', 1] as const,
])('%s and the tsconfig.json of docs/types.md, %s', async (compiler, _which, index) => {
  const dir = project({ files: {}, config: configFor(compiler, index) });
  copyTypeTests(dir);
  expect(await compile(dir, compiler)).toBe('');
});

test.each(compilers)('%s checks the declarations themselves', async (compiler) => {
  const include = [join(declarations, '*.d.ts')];
  const dir = project({ files: {}, types: ['node'], include, nodeTypes: 'types-node-18' });
  expect(await compile(dir, compiler)).toBe('');
});

const refused: [code: string, message: RegExp][] = [
  [
    `new Values({ plugin: 'p' }).dispatch({ values: [1] });`,
    /Property 'type' is missing in type '{ values: number\[\]; }'/,
  ],
  [
    `new Values({ type: 'gauge' }).dispatch({ plugin: 'p' });`,
    /Property 'values' is missing in type '{ plugin: string; }'/,
  ],
  [
    `new Values({ type: 'gauge' }).dispatch();`,
    /dispatch\(\) needs values: give them to it, or to new Values\(\)/,
  ],
  [
    `new Values({ type: 'gauge' }).write('csv');`,
    /write\(\) needs values: give them to it, or to new Values\(\)/,
  ],
  [
    `new Values({ type: 'if_octets', values: [1] });`,
    /Source has 1 element\(s\) but target requires 2/,
  ],
  [
    `new Values({ type: 'gauge' }).dispatch({ values: [1, 2] });`,
    /Source has 2 element\(s\) but target allows only 1/,
  ],
  [`new Values({ type: 'if_octest' });`, /Did you mean '"if_octets"'\?/],
  [
    `new Values({ plugin_instnace: 'x' });`,
    /'plugin_instnace' does not exist in type .* Did you mean to write 'plugin_instance'\?/,
  ],
  [`new Values({ time: new Date() });`, /Type 'Date' is not assignable to type 'number'/],
  [`new Values({ time: 1n });`, /Type 'bigint' is not assignable to type 'number'/],
  [
    `new Notification({ severity: 3 });`,
    /Type '3' is not assignable to type 'NotificationSeverity \| undefined'/,
  ],
];

test.each(compilers)('%s says what is wrong', async (compiler) => {
  const lines = [
    `import { Notification, Values } from 'collectd';`,
    ...refused.map(([code]) => code),
  ];
  const dir = project({
    files: { 'plugin.ts': lines.join('\n') },
    types: ['collectd-nodejs', 'node'],
  });
  // A message may go on in lines that are indented.
  const messages = (await compile(dir, compiler)).trim().split(/\n(?! )/);
  expect(messages).toEqual(
    refused.map(([, { source }], i) =>
      expect.stringMatching(new RegExp(`^plugin\\.ts\\(${i + 2},[^]*${source}`)),
    ),
  );
});
