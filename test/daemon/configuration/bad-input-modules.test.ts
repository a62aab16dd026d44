// Modules that fail while collectd starts: one line that names the place, and
// what OnError says happens; everything else runs.
import { describe, expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';
import { nodejs, runDaemon, startDaemon } from '../harness/index.ts';

interface Failure {
  name: string;
  /** Where it is not bad.ts. */
  file?: string;
  text: string;
  /** After "Unhandled nodejs exception in "; <file> stands for the path. */
  line: string | RegExp;
}

const failures: Failure[] = [
  {
    name: 'throws while it is imported',
    text: `\nconst answer: number = 6 * 7;\n  throw new RangeError('no ' + answer);\n`,
    line: 'importing module: RangeError: no 42 (bad, <file>:3:9)',
  },
  {
    name: 'throws in a helper',
    text: `import { help } from './helper.ts';\nhelp();\n`,
    line: /^importing module: TypeError: helpless \(bad, \/\S+\/plugins\/helper\.ts:2:45\)$/,
  },
  {
    name: 'throws something that is no Error',
    text: `throw 'a string';`,
    line: 'importing module: string: a string (bad, <file>)',
  },
  {
    name: 'throws nothing',
    text: `throw undefined;`,
    line: 'importing module: undefined was thrown, not an Error (bad, <file>)',
  },
  {
    name: 'rejects while it is imported',
    file: 'bad.mjs',
    text: `await Promise.resolve();\nthrow new Error('later');\n`,
    line: 'importing module: Error: later (bad, <file>:2:7)',
  },
  {
    name: 'has a syntax error',
    text: `const good = 1;\nconst bad: number = = 2;\n`,
    line: /^importing module: SyntaxError: .+ \(bad, <file>:2:21\)$/,
  },
  {
    name: 'has a syntax error that only V8 finds',
    text: `const twice: number = 1;\nconst twice: number = 2;\n`,
    line: /^importing module: SyntaxError: Identifier 'twice' has already been declared \(bad, <file>:2:7\)$/,
  },
  {
    name: 'has a syntax error in JavaScript',
    file: 'bad.mjs',
    text: `const good = 1;\nconst bad = = 2;\n`,
    line: /^importing module: SyntaxError: .+ \(bad, <file>:2:13\)$/,
  },
  {
    name: 'has a syntax error in a helper',
    text: `import './broken.ts';`,
    line: /^importing module: SyntaxError: .+ \(bad, \/\S+\/plugins\/broken\.ts:1:7\)$/,
  },
  {
    name: 'imports what does not exist',
    text: `import { nothing } from './nothing.ts';\nnothing();\n`,
    line: /^importing module: Error: Cannot find module '\.\/nothing\.ts'.* \(bad, <file>(:1:\d+)?\)$/,
  },
  {
    name: 'imports a package that is not installed',
    text: `import 'no-such-package';`,
    line: /^importing module: Error: Cannot find (module|package) 'no-such-package'.* \(bad, <file>(:1:\d+)?\)$/,
  },
  {
    name: 'has a config callback that throws',
    text: `import { register_config } from 'collectd';\nregister_config((config) => {\n  throw new Error(config.key);\n});\n`,
    line: 'loading module: Error: Module (bad, <file>:3:9)',
  },
  {
    name: 'has a config callback that rejects',
    text: `import { register_config } from 'collectd';\nregister_config(async () => {\n  await null;\n  throw new Error('later');\n});\n`,
    line: 'loading module: Error: later (bad, <file>:4:9)',
  },
];

/** Left alone by all failures. */
const good = `import { register_config, register_init, register_read, register_shutdown } from 'collectd';
register_config(() => { console.log('good: configured'); });
register_init(() => { console.log('good: initialised'); });
register_read(() => { console.log('good: read'); });
register_shutdown(() => { console.log('good: shut down'); });
`;
const signsOfLife = ['configured', 'initialised', 'read', 'shut down'].map(
  (sign) => `good: ${sign}`,
);

const files = (failure: Failure) => ({
  'good.ts': good,
  // Would say so if it went on.
  [failure.file ?? 'bad.ts']: failure.text,
  'helper.ts': `export function help(): never {\n  const useless: string = 'helpless'; throw new TypeError(useless);\n}\n`,
  'broken.ts': 'const !;',
});
const config = (dir: string, options: string) =>
  nodejs(
    dir,
    `${options}\nImport "bad"\nImport "good"\n<Module bad>\nKey 1\n</Module>\n<Module good>\nKey 1\n</Module>`,
  );

/** The one line about the failure, with the file's path replaced. */
function line(log: string, { file = 'bad.ts' }: Failure): string {
  const errors = logged(log, 'error');
  expect(errors, log).toHaveLength(1);
  return (errors[0] ?? '').replace(new RegExp(`/\\S+/plugins/${file}`), '<file>');
}

function expectLine(log: string, failure: Failure): void {
  const start = 'Unhandled nodejs exception in ';
  const found = line(log, failure);
  expect(found.slice(0, start.length)).toBe(start);
  if (typeof failure.line === 'string') expect(found.slice(start.length)).toBe(failure.line);
  else expect(found.slice(start.length)).toMatch(failure.line);
}

const named = (all: Failure[]) => all.map((failure) => [failure.name, failure] as const);

describe.each(named(failures))('a module that %s', (_, failure) => {
  test('is left out, which -T reports with status 1', async () => {
    const ending = await runDaemon({
      args: ['-T'],
      config: (dir) => config(dir, ''),
      files: files(failure),
    });
    expect(ending, ending.log).toMatchObject({ status: 1, signal: null });
    expectLine(ending.log, failure);
    const [first, ...rest] = logged(ending.log, 'info').filter((text) => text.startsWith('good: '));
    expect([first, ...rest]).toEqual(signsOfLife);
    expect(ending.log).toMatch(/: 1 module in 2 workers, 1 left out\./);
    expect(logged(ending.log, 'warning')).toEqual([]);
  });
});

test('an error with several lines is one line of the log', async () => {
  const { log } = await check('Import "bad"', {
    files: { 'bad.ts': `throw new Error('first\\nsecond');` },
  });
  expect(log).toMatch(/in importing module: Error: first.second \(bad, .*bad\.ts:1:7\)$/m);
});

const throwing: Failure = {
  name: 'throws',
  text: `throw new Error('no');`,
  line: 'importing module: Error: no (bad, <file>:1:7)',
};

describe('OnError', () => {
  test('"disable", also when nothing is said: collectd runs, and ends with status 0', async () => {
    for (const options of ['', 'OnError "disable"']) {
      const daemon = await startDaemon({
        config: (dir) => `LoadPlugin load\n${config(dir, options)}`,
        files: files(throwing),
      });
      await daemon.waitForLog(/good: read/);
      const ending = await daemon.stop();
      expect(ending, ending.log).toMatchObject({ status: 0, signal: null });
      expectLine(ending.log, throwing);
    }
  });

  test.each(named([throwing, ...failures.filter(({ name }) => /config callback/.test(name))]))(
    '"exit": one that %s ends collectd with status 1',
    async (_, failure) => {
      const ending = await runDaemon({
        config: (dir) => config(dir, 'OnError "exit"'),
        files: files(failure),
      });
      expect(ending, ending.log).toMatchObject({ status: 1, signal: null });
      expectLine(ending.log, failure);
      expect(ending.log).not.toContain('good: read');
    },
  );

  test('"exit" without a failure', async () => {
    const { status, log } = await check('OnError "exit"\nImport "good"', {
      files: { 'good.ts': good },
    });
    expect(status, log).toBe(0);
  });
});

test('a module that is left out has no callbacks, not even those it had registered', async () => {
  const { status, log } = await check('Import "bad"\nImport "good"', {
    files: {
      'good.ts': good,
      'bad.ts': `import { register_init, register_read, register_shutdown } from 'collectd';
for (const register of [register_init, register_read, register_shutdown])
  register(() => { console.log('bad: called'); });
throw new Error('after all');`,
    },
  });
  expect(status, log).toBe(1);
  expect(log).not.toContain('bad: called');
  expect(log).toContain('good: read');
});

test('an init callback that throws or rejects is logged, and its module stays', async () => {
  const { status, log } = await check('Import "x"', {
    files: {
      'x.ts': `import { register_init, register_read } from 'collectd';
register_init(() => {
  throw new Error('at once');
});
register_init(async () => {
  await null;
  throw new Error('later');
});
register_init(() => { console.log('third'); });
register_read(() => { console.log('read'); });
`,
    },
  });
  expect(status, log).toBe(0);
  expect(logged(log, 'error')).toEqual([
    expect.stringMatching(/^Unhandled .* in init callback: Error: at once \(x, \/.*\/x\.ts:3:9\)$/),
    expect.stringMatching(/^Unhandled .* in init callback: Error: later \(x, \/.*\/x\.ts:7:9\)$/),
  ]);
  expect(log).toMatch(/third[^]*\bread\b/);
});
