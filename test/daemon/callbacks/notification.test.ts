// Notifications both ways.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';

const listener = `import { register_notification } from 'collectd';
register_notification((n) => {
  const meta = Object.fromEntries(Object.entries(n.meta).map(([key, value]) => [key, value.constructor.name + ' ' + value]));
  console.log('got', JSON.stringify({ ...n, time: n.time > 0, meta }));
});`;

test('every field and every kind of meta data arrives', async () => {
  const daemon = await startDaemon({
    files: {
      'listener.ts': listener,
      'sender.ts': `import { NOTIF_OKAY, Notification, register_read, Signed, Unsigned } from 'collectd';
register_read(() => {
  const heard = new Notification({
    severity: NOTIF_OKAY, message: 'grüße', host: 'h', plugin: 'p', plugin_instance: 'pi', type: 't', type_instance: 'ti',
    meta: { s: 'text', d: 1.5, b: true, i: new Signed(-3), u: new Unsigned(7) },
  }).dispatch();
  console.log('heard', heard);
  new Notification().dispatch({ message: 'defaults' });
}, 3600);`,
    },
    config: (dir) => nodejs(dir, 'Import "listener"\nImport "sender"'),
  });
  await daemon.waitForLog(/heard true/);
  // Not the daemon's own line about it, which comes first.
  await daemon.waitForLog(/got .*"message":"defaults"/);
  const got = [...daemon.log().matchAll(/got (\{.*\})/g)].map(([, text]) => JSON.parse(text ?? ''));
  expect(got).toEqual([
    {
      message: 'grüße',
      severity: 4,
      host: 'h',
      plugin: 'p',
      plugin_instance: 'pi',
      type: 't',
      type_instance: 'ti',
      time: true,
      meta: {
        s: 'String text',
        d: 'Number 1.5',
        b: 'Boolean true',
        i: 'Signed -3',
        u: 'Unsigned 7',
      },
    },
    {
      message: 'defaults',
      severity: 1,
      host: 'testhost',
      plugin: 'nodejs',
      plugin_instance: '',
      type: '',
      type_instance: '',
      time: true,
      meta: {},
    },
  ]);
});

test('a chain of notifications ends at the eighth', async () => {
  const daemon = await startDaemon({
    files: {
      'echo.ts': `import { Notification, register_notification, register_read } from 'collectd';
let count = 0;
register_notification(async (n) => {
  console.log('echo', ++count);
  await null;
  try { n.dispatch(); } catch (error) { console.log('ended', (error as { code?: string }).code, count); }
});
register_read(() => { new Notification({ message: 'x' }).dispatch(); }, 3600);`,
    },
    config: (dir) => nodejs(dir, 'Import "echo"'),
  });
  await daemon.waitForLog(/ended ERR_COLLECTD_TOO_DEEP 8$/m);
  expect((await daemon.stop()).status).toBe(0);
});

test('what cannot be sent is refused, long text is cut with one warning', async () => {
  const daemon = await startDaemon({
    files: {
      'listener.ts': listener,
      'wrong.ts': `import { Notification, register_init } from 'collectd';
register_init(() => {
  const n = new Notification({ message: 'x' });
  for (const fields of [{ severity: 3 }, { time: -1 }, { message: 'a\\0b' }, { host: '\\ud800' }, { type: 5 as never }, { meta: { x: null as never } }]) {
    try { n.dispatch(fields); console.log('accepted'); }
    catch (error) { const { name, code, message } = error as Error & { code: string }; console.log(name, code, message); }
  }
});`,
      'long.ts': `import { Notification, register_read } from 'collectd';
register_read(() => { for (let i = 0; i < 2; i++) new Notification({ message: 'ü'.repeat(200) }).dispatch(); }, 3600);`,
    },
    config: (dir) => nodejs(dir, 'Import "listener"\nImport "wrong"\nImport "long"'),
  });
  // The second one comes when a second warning would have been logged.
  await expect.poll(() => daemon.log().match(/got .*ü/g)).toHaveLength(2);
  expect(daemon.log()).not.toContain('accepted');
  for (const text of [
    'RangeError ERR_COLLECTD_OUT_OF_RANGE severity must be NOTIF_FAILURE, NOTIF_WARNING or NOTIF_OKAY, not 3',
    'RangeError ERR_COLLECTD_OUT_OF_RANGE time must be from 0 to 17179869183 seconds, not -1',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT message must not contain NUL',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT host must not contain lone surrogates',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT type must be a string, not number',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT meta.x must be',
  ])
    expect(daemon.log()).toContain(text);
  expect(daemon.log().match(/is cut to 255 bytes \(long\)/g)).toHaveLength(1);
  expect(daemon.log()).toContain(`"message":"${'ü'.repeat(127)}"`);
});

test('the plugin and a listener in one worker do not wait for each other', async () => {
  const daemon = await startDaemon({
    files: {
      'listener.ts': listener,
      'flood.ts': `import { Notification, register_read } from 'collectd';
register_read(() => { for (let i = 0; i < 5000; i++) new Notification({ message: 'm' + i }).dispatch(); console.log('flooded'); }, 3600);`,
    },
    config: (dir) => nodejs(dir, 'Workers 1\nImport "listener"\nImport "flood"'),
  });
  await daemon.waitForLog(/flooded/);
  await daemon.waitForLog(/"message":"m4999"/);
  // Counted once a second, perhaps in the midst of the flood.
  const dropped = () =>
    [...daemon.log().matchAll(/(\d+) notifications for nodejs\.listener .* were dropped/g)]
      .map(([, count]) => Number(count))
      .reduce((sum, count) => sum + count, 0);
  await expect.poll(dropped).toBe(904);
  expect((await daemon.stop()).status).toBe(0);
});
