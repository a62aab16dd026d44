// The plugins that come with nodejs.so are found without a ModulePath, after everything else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bare, check, installation, logged, temporary } from '../fixtures/plugin.ts';
import { csv, pluginDir, quote, runDaemon, startDaemon } from '../harness/index.ts';

const shipped = (name: string) => join(pluginDir, `nodejs/plugins/${name}.js`);

test('each of them is imported by its name alone', async () => {
  const carbon = 'LineReceiverHost "127.0.0.1"\nLineReceiverPort 1';
  const daemon = await startDaemon({
    files: { sensor: '48312\n' },
    config: (dir) =>
      csv(dir) +
      bare(`Import "cpu_temp"
Import "print"
Import "carbon_writer"
<Module cpu_temp>
  Path ${quote(join(dir, 'plugins/sensor'))}
</Module>
<Module carbon_writer>
  ${carbon}
</Module>`),
  });
  const row = await daemon.waitFor(() => daemon.csv('cpu_temp/temperature').at(0));
  expect(Number(row.values[0])).toBe(48.312);
  await daemon.waitForLog(/\/cpu_temp\/temperature interval=\S+ \S+:48\.312\n/);
  const { status, log } = await daemon.stop();
  expect(status, log).toBe(0);
  expect(log).not.toMatch(/\[notice\] nodejs plugin: Import/);
});

test('what they throw is logged with the file that was imported', async () => {
  const { log } = await check(
    'LogTraces true\nImport "cpu_temp"\n<Module cpu_temp>\nPath "/nonexistent"\n</Module>',
  );
  const file = shipped('cpu_temp').replaceAll('.', '\\.');
  expect(log).toMatch(
    new RegExp(
      `/nonexistent: cannot be read \\(ENOENT\\): ENOENT: .* \\(cpu_temp, ${file}:\\d+:\\d+\\)`,
    ),
  );
  expect(log).toMatch(new RegExp(`    at \\S.* \\(?${file}:\\d+:\\d+\\)?`));
});

test('a module of the same name in a ModulePath wins, with one notice', async () => {
  const dir = temporary({ 'print.ts': 'console.log("mine");' });
  const { status, log } = await check(`ModulePath "${dir}"\nImport "print"`);
  expect(status, log).toBe(0);
  expect(log).toContain('mine');
  expect(logged(log, 'notice').filter((line) => line.includes('shipped'))).toEqual([
    `nodejs plugin: Import "print" takes ${dir}/print.ts, not the shipped plugin ${shipped('print')}.`,
  ]);
});

test('the line where one of them blocks its worker is named', async () => {
  const { directory, library } = await installation();
  const file = join(library, 'plugins/loop.js');
  writeFileSync(
    file,
    `require('collectd').register_read(() => {\n  for (;;) {}\n}, { timeout: 1 });`,
  );
  const { log } = await runDaemon({
    args: ['-T'],
    config: bare('Import "loop"', directory),
  });
  expect(log).toContain(` blocks its worker for more than 1 s, at ${file}:2; `);
});
