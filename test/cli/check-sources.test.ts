// `check` on what collectd would run without a complaint: nothing is found; and on what it would not.
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir } from '../daemon/harness/index.ts';
import { cli, lines, NOT_CHECKED } from './command.ts';

const configured = (files: Record<string, string>, more = '') =>
  temporary({
    'collectd.conf': `${more}PluginDir "${pluginDir}"\nLoadPlugin nodejs\n<Plugin nodejs>\nModulePath "."\nImport "x"\n</Plugin>\n`,
    ...files,
  });
const check = async (dir: string, ...options: string[]) =>
  lines(await cli(['check', ...options, 'collectd.conf'], { cwd: dir }));

test('comments, text, sloppy code and what is guarded are no errors', async () => {
  const dir = configured({
    'x.js': `// const old = require('./gone');
/* import './gone.js' */ const text = "require('./gone')";
const fs = require('fs');
const mode = 0755; with (fs) { mode; }
const helper = require('./helper');
o = { require() {} };
o.require('./gone');`,
    'helper.ts': `import type { T } from './gone'; // import './gone'
export const t = \`import('./gone')\`;`,
  });
  expect(await check(dir)).toEqual([`collectd.conf: 0 errors, 0 warnings${NOT_CHECKED}`]);
  expect((await cli(['run', '--once', `${dir}/x.js`])).status).toBe(0);
});

test('what may be missing is a warning, what is imported an error', async () => {
  const dir = configured({
    'x.ts': `import './gone-a';
try { require('./gone-b'); } catch {}
export const late = () => import('./gone-c');
import './helper.cjs';
import './module.mjs';`,
    'helper.cjs': "exports.a = 1;\nif (exports.b) require('./gone-d');",
    'module.mjs': "export const a = 1;\nimport './gone-e.mjs';",
  });
  expect(await check(dir)).toEqual([
    `${dir}/x.ts:1: error: there is no ./gone-a beside it.`,
    `${dir}/x.ts:2: warning: there is no ./gone-b beside it, should this line run.`,
    `${dir}/x.ts:3: warning: there is no ./gone-c beside it, should this line run.`,
    `${dir}/helper.cjs:2: warning: there is no ./gone-d beside it, should this line run.`,
    `${dir}/module.mjs:2: error: there is no ./gone-e.mjs beside it.`,
    `collectd.conf: 2 errors, 3 warnings${NOT_CHECKED}`,
  ]);
});

test('JavaScript that cannot run is still an error', async () => {
  const bad = async (name: string, text: string) => (await check(configured({ [name]: text })))[0];
  expect(await bad('x.cjs', "import './x.cjs';")).toMatch(
    /x\.cjs:1.*SyntaxError: Cannot use import/,
  );
  expect(await bad('x.js', 'let a; let a;')).toMatch(
    /x\.js:1.*SyntaxError: .*already been declared/,
  );
});

const asking = `import collectd from 'collectd';
const [source] = collectd.get_dataset('orders');
collectd.warning([source!.name, collectd.get_interval(), collectd.interval, collectd.hostname].join());
try { collectd.get_dataset('if_octets'); } catch (error) { collectd.warning((error as Error).message); }`;
const globals = 'TypesDB "my.db" "gone.db"\nInterval 7\nHostname "far"\n';
const types = 'orders  count:GAUGE:0:U\n';
const answers = ['count,7,7,far', 'Dataset if_octets not found'];

test('--load knows the TypesDB, Interval and Hostname of the configuration', async () => {
  const dir = configured({ 'x.ts': asking, 'my.db': types }, globals);
  expect(await check(dir, '--load')).toEqual([
    `collectd.conf:1: warning: there is no ${dir}/gone.db; collectd starts without it.`,
    ...answers.map((text) => `collectd.conf:8: warning: ${text}`),
    'collectd.conf: 0 errors, 3 warnings',
  ]);
});

test('run --config, too', async () => {
  const dir = configured({ 'x.ts': asking, 'my.db': types }, globals.replace(' "gone.db"', ''));
  const run = (...options: string[]) =>
    cli(['run', '--once', '--config', 'collectd.conf', ...options, 'x.ts'], { cwd: dir });
  const { status, stderr } = await run();
  expect(stderr.split('\n')).toEqual(
    expect.arrayContaining(answers.map((text) => `warning: ${text}`)),
  );
  expect(status).toBe(0);
  expect((await run('--interval', '3', '--hostname', 'h')).stderr).toContain(
    'warning: count,3,3,h\n',
  );
});
