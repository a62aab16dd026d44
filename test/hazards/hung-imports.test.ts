// Imports that never end, in workers of their own: they have one deadline together.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';

test('they are waited for side by side, and the others start in file order', async () => {
  const hung = Array.from({ length: 6 }, (_, i) => `hung${i}`);
  const good = (name: string) => `import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_config(() => report('order', 'config ${name}'));
collectd.register_init(() => report('order', 'init ${name}'));
collectd.register_write(() => {}, { name: '${name}' });`;
  const began = performance.now();
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        `Timeout 10\nWorkers 8\nImport "a"\n${hung.map((name) => `Import "${name}"`).join('\n')}\nImport "b"
<Module b>\n</Module>\n<Module a>\n</Module>`,
      ),
    files: {
      ...reporting,
      ...Object.fromEntries(hung.map((name) => [`${name}.ts`, 'await new Promise(() => {});'])),
      'a.ts': good('a'),
      'b.ts': good('b'),
    },
  });
  await daemon.waitForLog(/Initialization complete/, 45);
  // One after the other they would take 60 s.
  expect((performance.now() - began) / 1000).toBeLessThan(40);
  for (const name of hung)
    expect(daemon.log()).toMatch(
      new RegExp(`Module "${name}" \\(\\S+\\): its import has not finished within 10 s`),
    );
  expect(reported(daemon, 'order')).toEqual(['config b', 'config a', 'init a', 'init b']);
  expect((await daemon.stop()).status).toBe(0);
});

test('what two of them register under one name belongs to the one that is imported first', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "first"\nImport "second"'),
    files: {
      ...reporting,
      'first.ts': `import collectd from 'collectd';
import { existsSync } from 'node:fs';
import { report } from './report.ts';
while (!existsSync(process.env.HOME + '/second')) await new Promise((done) => setTimeout(done, 20));
collectd.register_read(() => { report('called', 'first'); }, { name: 'both', interval: 0.2 });`,
      'second.ts': `import collectd from 'collectd';
import { writeFileSync } from 'node:fs';
import { report } from './report.ts';
collectd.register_read(() => { report('called', 'second'); }, { name: 'both', interval: 0.2 });
writeFileSync(process.env.HOME + '/second', '');`,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'called').length > 3);
  expect(new Set(reported(daemon, 'called'))).toEqual(new Set(['first']));
  expect(daemon.log()).toMatch(
    /\[error\] nodejs plugin: The read callback nodejs\.both \(\S+\/second\.ts:4:10\) is not registered: a module that is imported before this one has registered it, too/,
  );
  expect((await daemon.stop()).status).toBe(0);
});
