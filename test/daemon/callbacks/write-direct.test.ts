// Values.write(): straight to write callbacks.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';

test('one destination, all, an unknown one, and a full queue', async () => {
  const daemon = await startDaemon({
    files: {
      'one.ts': `import { register_read, register_write, Values } from 'collectd';
register_write((vl) => { console.log('one', vl.type_instance, vl.host, vl.plugin, vl.time, vl.interval); });
register_read(() => {
  const vl = new Values({ type: 'gauge', values: [1] });
  vl.write('nodejs.one', { type_instance: 'a', time: 1000000000, interval: 7 });
  vl.write(undefined, { type_instance: 'b', host: 'h', plugin: 'p', time: 1000000001 });
  for (const run of [() => vl.write('nobody'), () => { for (let i = 0; i < 100; i++) vl.write('nodejs.one', { type_instance: 'c' }); }]) {
    try { run(); console.log('accepted'); } catch (error) { console.log((error as { code?: string }).code, String(error)); }
  }
}, 3600);`,
      'two.ts': `import { register_write } from 'collectd';
register_write((vl) => { console.log('two', vl.type_instance, vl.interval); });`,
    },
    config: (dir) => `${csv(dir)}${nodejs(dir, 'WriteQueueLimit 50\nImport "one"\nImport "two"')}`,
  });
  await daemon.waitForLog(/two b 3600$/m);
  await daemon.waitForLog(/one b h p 1000000001 3600$/m);
  expect(daemon.log()).toMatch(/one a testhost nodejs 1000000000 7$/m);
  expect(daemon.log()).not.toMatch(/two a /);
  await daemon.waitForLog(/ERR_COLLECTD_NO_DESTINATION Error: there is no write callback "nobody"/);
  await daemon.waitForLog(/ERR_COLLECTD_QUEUE_FULL/);
  expect(daemon.log()).not.toContain('accepted');
  expect((await daemon.stop()).status).toBe(0);
});

test('a destination that fails throws ERR_COLLECTD_DISPATCH', async () => {
  const daemon = await startDaemon({
    files: {
      // A file, where csv wants a directory.
      '../csv': '',
      'x.ts': `import { register_read, Values } from 'collectd';
register_read(() => {
  try { new Values({ type: 'gauge', values: [1] }).write('csv'); } catch (error) { console.log((error as { code?: string }).code); }
}, 3600);`,
    },
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "x"')}`,
  });
  await daemon.waitForLog(/\] ERR_COLLECTD_DISPATCH$/m);
  await daemon.stop();
});
