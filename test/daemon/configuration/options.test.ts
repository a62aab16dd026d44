// What the options of <Plugin nodejs> and <Import> do.
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { bare, check, logged } from '../fixtures/plugin.ts';
import { nodejs, runDaemon, startDaemon } from '../harness/index.ts';

/** The `info` lines of the modules, in order. */
const info = (log: string) =>
  logged(log, 'info').filter((line) => !line.startsWith('nodejs plugin: '));

test('without Import: one warning, and collectd runs', async () => {
  const { status, log } = await runDaemon({ args: ['-T'], config: bare('') });
  expect(status, log).toBe(0);
  expect(logged(log, 'warning')).toEqual(['nodejs plugin: Plugin loaded but nothing is imported.']);
});

test('Encoding: noted once, whatever it is', async () => {
  const { status, log } = await check('Encoding "latin1"\nEncoding "utf-8"\nImport "x"', {
    files: {
      'x.ts':
        'import { register_read } from "collectd"; register_read(() => {}); console.log("Größe");',
    },
  });
  expect(status, log).toBe(0);
  expect(logged(log, 'notice')).toEqual([
    'nodejs plugin: Encoding "latin1" changes nothing: strings are always UTF-8.',
  ]);
  expect(info(log)).toEqual(['Größe']);
});

test('options are known whatever their case', async () => {
  const { status, log } = await check(
    'LOGTRACES true\nonerror "DISABLE"\n<import "x">\nworker "a"\nINTERVAL 2\n</import>',
    { files: { 'x.ts': '' } },
  );
  expect(status, log).toBe(0);
});

test('the smallest and the largest numbers', async () => {
  for (const lines of [
    'Workers 1\nWriteQueueLimit 1\nShutdownTimeout 3600\n<Import "x">\nInterval 0.001\n</Import>',
    'Workers 64\nWriteQueueLimit 16777216\nShutdownTimeout 0.001\n<Import "x">\nInterval 31536000\n</Import>',
  ]) {
    const { log } = await check(lines, { files: { 'x.ts': 'console.log("here");' } });
    expect(logged(log, 'error'), log).toEqual([]);
    expect(info(log)).toContain('here');
  }
});

describe('NodeOption', () => {
  test('reaches Node and V8, several in their order', async () => {
    const { status, log } = await check(
      `NodeOption "--stack-trace-limit=5"
NodeOption "--no-deprecation"
NodeOption "--stack-trace-limit=3"
Import "x"`,
      {
        files: {
          'x.ts': `const deep = (depth: number): string[] => depth > 0 ? deep(depth - 1) : String(new Error('').stack).split('\\n').slice(1);
console.log(deep(10).length, process.noDeprecation);`,
        },
      },
    );
    expect(status, log).toBe(0);
    expect(info(log)).toEqual(['3 true']);
  });

  test.each([
    ['--no-such-option', 'bad option: --no-such-option'],
    ['--icu-data-dir', '--icu-data-dir requires an argument'],
  ])('%s, which Node refuses, ends collectd with status 1', async (option, why) => {
    const { status, signal, log } = await runDaemon({
      config: (dir) => nodejs(dir, `NodeOption "${option}"\nImport "x"`),
      files: { 'x.ts': '' },
    });
    expect({ status, signal }, log).toEqual({ status: 1, signal: null });
    const errors = logged(log, 'error').filter((line) => line.startsWith('nodejs plugin: '));
    expect(errors, log).toEqual([
      expect.stringMatching(/^nodejs plugin: Node\.js refuses its options \(see NodeOption\): /),
    ]);
    expect(errors[0]).toContain(why);
  });
});

test('the line of the start names the versions of the plugin and of Node.js', async () => {
  const { version } = createRequire(import.meta.url)('../../../package.json') as {
    version: string;
  };
  const { log } = await check('Import "x"', { files: { 'x.ts': '' } });
  expect(log).toContain(`nodejs plugin: version ${version}, Node.js v`);
});

describe('workers', () => {
  /** Each module notes its name where the others of its worker see it, and says who was there. */
  const file = `import { register_init } from 'collectd';
const { seen } = globalThis as unknown as { seen?: string[] };
const all = seen ?? [];
const name = import.meta.url.replace(/.*\\/(\\w+)\\.ts$/, '$1');
all.push(name);
Object.assign(globalThis, { seen: all });
register_init(() => { if (all[0] === name) console.log(all.join(' ')); });
`;

  async function together(
    imports: string,
    options = '',
  ): Promise<{ groups: string[]; summary: string }> {
    const names = [...imports.matchAll(/(?<=Import ")\w+/g)].map(String);
    const { status, log } = await check(`${options}\n${imports}`, {
      files: Object.fromEntries(names.map((name) => [`${name}.ts`, file])),
    });
    expect(status, log).toBe(0);
    return { groups: info(log), summary: log.match(/\d+ modules? in \d+ workers?/)?.[0] ?? '' };
  }

  const imports = (...names: string[]) => names.map((name) => `Import "${name}"\n`).join('');
  const labelled = (name: string, label: string) =>
    `<Import "${name}">\nWorker "${label}"\n</Import>\n`;

  test('one for each module', async () => {
    expect(await together(imports('a', 'b', 'c'))).toEqual({
      groups: ['a', 'b', 'c'],
      summary: '3 modules in 3 workers',
    });
  });

  test('at most eight unless told otherwise; the ninth module shares the first', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const shared = await together(imports(...names));
    expect(shared).toEqual({
      groups: ['a i', ...names.slice(1, 8)],
      summary: '9 modules in 8 workers',
    });
  });

  test('Workers: dealt round robin', async () => {
    const { groups, summary } = await together(imports('a', 'b', 'c', 'd', 'e'), 'Workers 2');
    expect(groups).toEqual(['a c e', 'b d']);
    expect(summary).toBe('5 modules in 2 workers');
    expect((await together(imports('a', 'b'), 'Workers 1')).groups).toEqual(['a b']);
  });

  test('more than there are modules are not started', async () => {
    expect(await together(imports('a', 'b'), 'Workers 9')).toEqual({
      groups: ['a', 'b'],
      summary: '2 modules in 2 workers',
    });
  });

  test('each Worker label is one of its own, beyond those', async () => {
    const mixed = `${imports('a')}${labelled('b', 'L')}${imports('c')}${labelled('d', 'L')}${labelled('e', 'M')}`;
    expect(await together(mixed, 'Workers 1')).toEqual({
      groups: ['a c', 'b d', 'e'],
      summary: '5 modules in 3 workers',
    });
  });
});

describe('Interval in <Import>', () => {
  const reader = (plugin: string) => `import { register_read, Values } from 'collectd';
register_read(() => { new Values({ type: 'gauge', plugin: '${plugin}' }).dispatch({ values: [1] }); });
`;

  test('is how often the module is read, and the interval of its values', async () => {
    const daemon = await startDaemon({
      interval: 30,
      config: (dir) =>
        nodejs(
          dir,
          `Workers 1
<Import "often">
Interval 0.25
</Import>
Import "seldom"
Import "writer"`,
        ),
      files: {
        'often.ts': reader('often'),
        'seldom.ts': reader('seldom'),
        'writer.ts': `import { register_write } from 'collectd';
register_write((list) => { console.log(list.plugin, list.interval); });`,
      },
    });
    const lists = () => info(daemon.log());
    await daemon.waitFor(() => lists().includes('seldom 30'));
    // Far more often than the 30 s of the others.
    await daemon.waitFor(() => lists().filter((list) => list === 'often 0.25').length > 3);
    expect(new Set(lists())).toEqual(new Set(['often 0.25', 'seldom 30']));
    expect(await daemon.stop()).toMatchObject({ status: 0 });
  });
});

describe('<Module>', () => {
  const module = (name: string) => `import { register_config, register_init } from 'collectd';
register_config((config) => {
  const words = config.children.map((child) => child.toString());
  console.log(\`${name}: \${config.toString()} {\${words.join('; ')}}\`);
});
register_init(() => { console.log('${name}: init'); });
`;

  test('before or after its Import, repeated, in any case, in file order', async () => {
    const { status, log } = await check(
      `<Module B>
  Key "one" 2 true
  <Inner "deep">
    Other 1
  </Inner>
</Module>
Import "a"
<Module a>
  First 1
</Module>
Import "b"
<Module "A">
  Second 2
</Module>
</Plugin>
<Plugin nodejs>
<Module "b">
</Module>`,
      { files: { 'a.ts': module('a'), 'b.ts': module('b') } },
    );
    expect(status, log).toBe(0);
    expect(info(log)).toEqual([
      'b: Module "B" {Key "one" 2 true; Inner "deep"}',
      'a: Module "a" {First 1}',
      'a: Module "A" {Second 2}',
      'b: Module "b" {}',
      'a: init',
      'b: init',
    ]);
  });

  test('of nobody: one warning that names it', async () => {
    const { status, log } = await check(
      '<Module nobody>\nKey 1\n</Module>\n<Module silent>\nKey 1\n</Module>\nImport "silent"',
      { files: { 'silent.ts': '' } },
    );
    expect(status, log).toBe(0);
    expect(logged(log, 'warning')).toEqual(
      ['nobody', 'silent'].map(
        (name) =>
          `nodejs plugin: Found a configuration for the "${name}" plugin, but the plugin isn't loaded or didn't register a configuration callback.`,
      ),
    );
  });
});
