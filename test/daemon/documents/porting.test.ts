// What docs/porting.md says that no other test shows: each row of its tables names the one that does.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../fixtures/plugin.ts';
import { nodejs, PATIENCE, pluginDir, quote, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReports } from '../harness/reported.ts';
import { collectdIn } from '../harness/sanitizer.ts';

test('dispatch() at import, in a config and in an init callback', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "early"\n<Module early>\n</Module>'),
    files: {
      ...reporting,
      'early.ts': `
import { register_config, register_init, register_write, Values } from 'collectd';
import { report } from './report.ts';
const say = (plugin: string) => new Values({ type: 'gauge', plugin, values: [1] }).dispatch();
register_write((vl) => report('written', [vl.host, vl.plugin]));
register_config(() => say('config'));
register_init(() => say('init'));
say('import');`,
    },
  });
  await waitForReports(daemon, 'written', 3);
  expect((await daemon.stop()).status).toBe(0);
  const plugins = reported<[string, string]>(daemon, 'written');
  expect(plugins.sort()).toEqual(['config', 'import', 'init'].map((name) => ['testhost', name]));
});

test('a notification that nobody listens to', () => {
  const dir = temporary();
  writeFileSync(
    join(dir, 'alone.ts'),
    `import { Notification, register_read } from 'collectd';
import { writeFileSync } from 'node:fs';
register_read(() => writeFileSync('${dir}/heard', String(new Notification({ message: 'm' }).dispatch())));`,
  );
  // Without the logfile plugin, which listens.
  writeFileSync(
    join(dir, 'collectd.conf'),
    `BaseDir ${quote(dir)}
TypesDB "/usr/share/collectd/types.db"
PluginDir ${quote(pluginDir)}
LoadPlugin nodejs
<Plugin nodejs>
  ModulePath ${quote(dir)}
  Import "alone"
</Plugin>
`,
  );
  const ended = spawnSync(collectdIn(dir), ['-T', '-C', join(dir, 'collectd.conf')], {
    encoding: 'utf8',
    timeout: PATIENCE * 1000,
  });
  expect(ended.status, ended.stderr).toBe(0);
  expect(readFileSync(join(dir, 'heard'), 'utf8')).toBe('false');
});

test('reads that take long leave the threads of collectd to others', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "sleepers"\nImport "other"'),
    files: {
      ...reporting,
      // More than ReadThreads, which is 5.
      'sleepers.ts': `
import { register_read } from 'collectd';
import { setTimeout as sleep } from 'node:timers/promises';
for (let i = 0; i < 8; i++) register_read(() => sleep(600_000), { name: 'sleeper' + i, timeout: 600 });`,
      'other.ts': `
import { register_read } from 'collectd';
import { report } from './report.ts';
let reads = 0;
register_read(() => report('reads', ++reads), 0.1);`,
    },
  });
  await waitForReports(daemon, 'reads', 10);
  expect((await daemon.stop()).status).toBe(0);
});
