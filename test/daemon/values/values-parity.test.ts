// What collectd-python(5) promises of Values and Notification, where no other test has it.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

test('Values and Notification may be subclassed', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "subclass"'),
    files: {
      ...reporting,
      'subclass.ts': `
        import { inspect } from 'node:util';
        import collectd, { Notification, Values } from 'collectd';
        import { report } from './report.ts';
        class Celsius extends Values {
          constructor(sensor: string) {
            super({ plugin: 'sub', type: 'temperature', type_instance: sensor });
          }
          override dispatch(fields = {}): void {
            super.dispatch({ meta: { unit: 'C' }, ...fields });
          }
        }
        class Alarm extends Notification {
          sent = 0;
          override dispatch(fields = {}): boolean {
            this.sent++;
            return super.dispatch({ message: 'alarm ' + this.sent, ...fields });
          }
        }
        const alarm = new Alarm({ plugin: 'sub', severity: collectd.NOTIF_WARNING });
        collectd.register_write((vl) => { if (vl.plugin === 'sub') report('list', [vl.type_instance, vl.values, vl.meta, vl.constructor === Values]); });
        collectd.register_notification((n) => { if (n.plugin === 'sub') report('notification', [n.message, n.severity, n.constructor === Notification]); });
        collectd.register_read(() => {
          new Celsius('cpu').dispatch({ values: [42] });
          report('heard', [alarm.dispatch(), alarm instanceof Notification]);
          report('shown', [inspect(new Celsius('x')), String(new Values({ type: 'gauge', values: [1n], meta: { a: 'b' } }))]);
        }, 3600);`,
    },
  });
  expect(await waitForReport(daemon, 'list')).toEqual([['cpu', [42], { unit: 'C' }, true]]);
  expect(await waitForReport(daemon, 'notification')).toEqual([['alarm 1', 2, true]]);
  expect(reported(daemon, 'heard')).toEqual([[true, true]]);
  expect(reported(daemon, 'shown')).toEqual([
    [
      "Celsius(type='temperature', plugin='sub', type_instance='x')",
      "Values(type='gauge', values=[ 1n ], meta={ a: 'b' })",
    ],
  ]);
});

test('data is the last argument of every callback, undefined and null too', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      `Timeout 2\n${nodejs(dir, 'Import "data"\n<Module "data.undefined">\n</Module>\n<Module "data.null">\n</Module>\n<Module "data.left">\n</Module>')}`,
    interval: 0.5,
    files: {
      ...reporting,
      'data.ts': `
        import collectd, { Notification, Values } from 'collectd';
        import { report } from './report.ts';
        const kinds = ['config', 'init', 'read', 'write', 'flush', 'notification', 'log', 'missing', 'cache_event', 'shutdown'];
        const reported = new Set<string>();
        for (const kind of kinds) {
          const register = (name: string, options: object): string =>
            (collectd as never as Record<string, (...args: unknown[]) => string>)['register_' + kind]!(
              (...args: unknown[]) => {
                const key = kind + ' ' + name;
                if (!reported.has(key)) report('called', [key, args.length, typeof args.at(-1)]);
                reported.add(key);
              }, { name: 'data.' + name, ...options });
          register('undefined', { data: undefined });
          register('null', { data: null });
          register('left', {});
        }
        let rounds = 0;
        collectd.register_read(() => {
          if (rounds++ > 0) return;
          new Values({ type: 'gauge', plugin: 'x' }).dispatch({ values: [1] });
          new Notification({ message: 'm' }).dispatch();
          collectd.flush();
          collectd.info('logged');
        });`,
    },
  });
  const own: Record<string, number> = {
    config: 1,
    init: 0,
    read: 0,
    write: 1,
    flush: 2,
    notification: 1,
    log: 2,
    missing: 1,
    cache_event: 1,
    shutdown: 0,
  };
  const kinds = Object.keys(own);
  await daemon.waitFor(() => reported(daemon, 'called').length >= 3 * (kinds.length - 1));
  await daemon.stop();
  const called = reported<[string, number, string]>(daemon, 'called');
  expect(called).toHaveLength(3 * kinds.length);
  for (const kind of kinds) {
    const count = own[kind] ?? 0;
    expect(called).toContainEqual([`${kind} undefined`, count + 1, 'undefined']);
    expect(called).toContainEqual([`${kind} null`, count + 1, 'object']);
    expect(called.find(([key]) => key === `${kind} left`)?.[1]).toBe(count);
  }
});

test('strings that cannot be sent are refused wherever they may be given', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "strings"')}`,
    files: {
      ...reporting,
      'strings.ts': `
        import collectd, { Notification, Values } from 'collectd';
        import { report, thrown } from './report.ts';
        const fields = ['host', 'plugin', 'plugin_instance', 'type', 'type_instance'];
        const bad = ['a\\0b', '\\ud800', 'x\\udc00y', 5, null];
        const codes = (code: (text: never) => unknown): string[] => bad.map((text) => thrown(() => code(text as never)).split(':')[0]!);
        const vl = new Values({ type: 'gauge', values: [1] });
        const n = new Notification({ message: 'm' });
        collectd.register_init(() => {
          for (const field of fields) {
            if (field !== 'type') report('dispatch', codes((text) => vl.dispatch({ [field]: text })).slice(0, 4));
            report('notify', codes((text) => n.dispatch({ [field]: text })).slice(0, 4));
          }
          for (const [name, code] of Object.entries<(text: never) => unknown>({
            type: (text) => vl.dispatch({ type: text }),
            meta: (text) => vl.dispatch({ meta: { key: text } }),
            key: (text) => vl.dispatch({ meta: { [text as string]: 1 } }),
            message: (text) => n.dispatch({ message: text }),
            nkey: (text) => n.dispatch({ meta: { [text as string]: 1 } }),
            nmeta: (text) => n.dispatch({ meta: { key: text } }),
            destination: (text) => vl.write(text),
            flush: (text) => collectd.flush({ plugin: text }),
            dataset: (text) => collectd.get_dataset(text),
            name: (text) => collectd.register_read(() => {}, { name: text }),
            log: (text) => collectd.info(text),
          })) report('other', [name, ...codes(code)]);
        });`,
    },
  });
  await daemon.waitForLog(/Initialization complete/);
  const type = 'TypeError ERR_COLLECTD_INVALID_ARGUMENT';
  for (const key of ['dispatch', 'notify'])
    for (const codes of reported<string[]>(daemon, key))
      expect(codes).toEqual([type, type, type, type]);
  const other = new Map(
    reported<[string, ...string[]]>(daemon, 'other').map(([name, ...codes]) => [name, codes]),
  );
  const unnamed = [type, type, type];
  for (const name of ['type', 'message', 'destination', 'flush', 'dataset', 'name'])
    expect([name, other.get(name)?.slice(0, 4)]).toEqual([name, [...unnamed, type]]);
  // A number may be meta data, and a key is text whatever it was.
  for (const name of ['meta', 'nmeta', 'key', 'nkey'])
    expect([name, other.get(name)?.slice(0, 3)]).toEqual([name, unnamed]);
  expect(other.get('log')).toEqual([type, type, type, type, type]);
});

test('keys of meta data are the same without regard to case, and cut between characters in notifications', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "keys"'),
    files: {
      ...reporting,
      'keys.ts': `
        import collectd, { Notification, Values } from 'collectd';
        import { report } from './report.ts';
        collectd.register_write((vl) => { if (vl.plugin === 'keys') report('list', vl.meta); });
        collectd.register_notification((n) => { if (n.plugin === 'keys') report('notification', n.meta); });
        const meta = { Key: 'upper', other: 1, KEY: 'last', ['ü'.repeat(64)]: true };
        collectd.register_read(() => {
          new Values({ plugin: 'keys', type: 'gauge', meta }).dispatch({ values: [1] });
          for (let i = 0; i < 2; i++) new Notification({ plugin: 'keys', message: 'm', meta }).dispatch();
        }, 3600);`,
    },
  });
  expect(await waitForReport(daemon, 'list')).toEqual([
    { KEY: 'last', other: 1, ['ü'.repeat(64)]: true },
  ]);
  await daemon.waitFor(() => reported(daemon, 'notification').length === 2);
  expect(reported(daemon, 'notification')[0]).toEqual({
    KEY: 'last',
    other: 1,
    ['ü'.repeat(63)]: true,
  });
  expect(daemon.log().match(/"ü{64}" is cut to 127 bytes \(keys\)/g)).toHaveLength(1);
});
