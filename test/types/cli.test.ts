// collectd-nodejs types: types.db files of one's own as a declaration.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { blocksOf } from '../fixtures/documentation.ts';
import { command } from '../network/process.ts';
import { compile, project } from './project.ts';

// Each tsc takes seconds.
vi.setConfig({ testTimeout: 180_000 });

const types = async (dir: string, ...files: string[]) => {
  const program = command('types', ...files.map((file) => join(dir, file)));
  const status = await program.status();
  const stderr = program.stderr().replaceAll(`${dir}/`, '');
  return { status, stdout: program.stdout().replaceAll(`${dir}/`, ''), stderr };
};

test('what docs/types.md shows of it', async () => {
  const [shown] = blocksOf('docs/types.md').filter(({ text }) => text.includes('declare module'));
  const dir = project({ files: { 'my.db': 'orders accepted:DERIVE:0:U, refused:DERIVE:0:U\n' } });
  const { status, stdout } = await types(dir, 'my.db');
  expect(status).toBe(0);
  const [, ...lines] = stdout.split('\n');
  expect(shown?.text.split('\n').slice(1)).toEqual(lines);
});

test('types of one own are known like those that collectd ships', async () => {
  const dir = project({
    files: {
      'my.db': `# comment
orders\taccepted:DERIVE:0:U, refused:derive:0:U
\torders_open  value:GAUGE:U:1e6\r

odd-name 1st:ABSOLUTE:0:U
memory one:GAUGE:0:U, two:COUNTER:-5.5:18446744073709551615`,
      'more.db': 'orders_open value:COUNTER:0:U\n',
    },
  });
  const { status, stdout, stderr } = await types(dir, 'my.db', 'more.db');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`// The types of my.db, more.db, by "collectd-nodejs types".
import type { DataSource } from 'collectd';

declare module 'collectd' {
  interface CustomTypes {
    memory: [DataSource<'one', 'gauge'>, DataSource<'two', 'counter'>];
    'odd-name': [DataSource<'1st', 'absolute'>];
    orders: [DataSource<'accepted', 'derive'>, DataSource<'refused', 'derive'>];
    orders_open: [DataSource<'value', 'counter'>];
  }
}
`);
  const plugin = `import { get_dataset, register_write, Values, type TypeName } from 'collectd';
    new Values({ type: 'orders' }).dispatch({ values: [1, 2] });
    // @ts-expect-error: too few
    new Values({ type: 'orders' }).dispatch({ values: [1] });
    get_dataset('orders')[1].name satisfies 'refused';
    get_dataset('orders_open')[0].type satisfies 'counter';
    'odd-name' satisfies TypeName;
    // What was shipped under the name counts no longer, the rest does.
    new Values({ type: 'memory' }).dispatch({ values: [1, 2] });
    new Values({ type: 'if_octets' }).dispatch({ values: [1, 2] });
    // @ts-expect-error: unknown still
    new Values({ type: 'order' });
    register_write((vl) => new Values(vl).dispatch());
    const all: Values[] = [new Values({ type: 'orders' }), new Values({ type: 'gauge' })];
    all.pop()?.dispatch();`;
  const files = { 'plugin.ts': plugin, 'my-types.d.ts': stdout };
  expect(await compile(project({ files, types: ['collectd-nodejs', 'node'] }))).toBe('');
});

test('a declaration without the types of collectd-nodejs says what is missing', async () => {
  const dir = project({ files: { 'my.db': 'a value:GAUGE:0:U' } });
  const { stdout } = await types(dir, 'my.db');
  expect(await compile(project({ files: { 'my-types.d.ts': stdout } }))).toContain(
    "Cannot find module 'collectd'",
  );
});

test('what is wrong is named with its line, and nothing is printed', async () => {
  const lines = [
    'good value:GAUGE:0:U',
    'lonely',
    'kind value:GAUGES:0:U',
    'fields value:GAUGE:0',
    'empty :GAUGE:0:U',
    'commas a:GAUGE:0:U,b:GAUGE:0:U',
    'limit value:GAUGE:zero:U',
    'twice a:GAUGE:0:U, a:GAUGE:0:U',
    `${'x'.repeat(128)} value:GAUGE:0:U`,
    'alone a:GAUGE:0:U , b:GAUGE:0:U',
  ];
  const dir = project({ files: { 'my.db': lines.join('\n'), 'none.db': '# nothing\n' } });
  const result = await types(dir, 'my.db', 'missing.db');
  expect(result).toEqual({
    status: 1,
    stdout: '',
    stderr: `my.db:2: type "lonely" has no data sources
my.db:3: "GAUGES" in "value:GAUGES:0:U" is not GAUGE, COUNTER, DERIVE or ABSOLUTE
my.db:4: "value:GAUGE:0" is not name:type:min:max
my.db:5: ":GAUGE:0:U" is not name:type:min:max
my.db:6: "a:GAUGE:0:U,b:GAUGE:0:U": data sources are separated by a comma and a blank
my.db:7: "zero" in "value:GAUGE:zero:U" is neither a number nor U
my.db:8: two data sources "a"
my.db:9: the name of the type "${'x'.repeat(40)}…" is over 127 bytes long
my.db:10: "" is not name:type:min:max
missing.db: ENOENT: no such file or directory, open 'missing.db'
`,
  });
  const none = await types(dir, 'none.db');
  expect(none).toEqual({ status: 1, stdout: '', stderr: 'no types in none.db\n' });
});

test('wrong arguments', async () => {
  const program = command('types');
  expect(await program.status()).toBe(2);
  expect(program.stderr()).toContain('types needs a file');
  const help = command('types', '--help');
  expect(await help.status()).toBe(0);
  expect(help.stdout()).toContain('collectd-nodejs types FILE...');
});
