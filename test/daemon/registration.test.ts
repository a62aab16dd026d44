// The rules of register_* and unregister_*.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from './harness/index.ts';
import { reported, reporting, waitForReport } from './reported.ts';

const kinds = [
  'config',
  'init',
  'read',
  'write',
  'log',
  'flush',
  'notification',
  'missing',
  'cache_event',
  'match',
  'target',
  'shutdown',
];

const start = (files: Record<string, string>, lines: string) =>
  startDaemon({
    config: (dir) => nodejs(dir, lines),
    files: {
      ...reporting,
      ...Object.fromEntries(
        Object.entries(files).map(([name, text]) => [
          name,
          `const MODULE = '${name.replace('.ts', '')}';
          import collectd, { Values } from 'collectd';
          import { report, thrown } from './report.ts';
          const filters: Record<string, string> = { match: 'match', target: 'invoke' };
          const register = (kind: string, callback: unknown, options?: { name?: unknown }): string => {
            const how = (collectd as never as Record<string, (...args: unknown[]) => string>)['register_' + kind]!;
            if (!(kind in filters)) return how(callback, options);
            const { name = MODULE, ...rest } = options ?? {};
            return how(name, { [filters[kind]!]: callback }, rest);
          };
          const unregister = (kind: string, which: unknown): void =>
            (collectd as never as Record<string, (...args: unknown[]) => void>)['unregister_' + kind]!(which);
          const kinds = ${JSON.stringify(kinds)};
          ${text}`,
        ]),
      ),
    },
  });

test('a second callback of a kind and name is refused, with both places', async () => {
  const daemon = await start(
    {
      'twice.ts': `for (const kind of kinds) {
            report('first', register(kind, () => {}));
            report('second', [kind, thrown(() => register(kind, () => {}))]);
            report('named', register(kind, () => {}, { name: 'Name.' + kind }));
          }`,
      'other.ts': `report('other', thrown(() => collectd.register_read(() => {}, { name: 'twice' })));
          throw new Error('left out');`,
    },
    'Import "twice"\nImport "other"',
  );
  await daemon.waitForLog(/Initialization complete/);
  expect(reported(daemon, 'first')).toEqual(kinds.map(() => 'nodejs.twice'));
  expect(reported(daemon, 'named')).toEqual(kinds.map((kind) => `nodejs.Name.${kind}`));
  const second = new Map(reported<[string, string]>(daemon, 'second'));
  for (const kind of kinds) {
    if (kind === 'init' || kind === 'shutdown') expect(second.get(kind)).toBe('nothing');
    else
      expect(second.get(kind)).toMatch(
        new RegExp(
          `^Error ERR_COLLECTD_DUPLICATE: register_${kind}: nodejs\\.twice is registered already, at \\S*/twice\\.ts:\\d+:\\d+; `,
        ),
      );
  }
  expect(reported<string>(daemon, 'other')[0]).toMatch(
    /ERR_COLLECTD_DUPLICATE.*nodejs\.twice.*twice\.ts/,
  );
});

test('what the daemon’s lists cannot take any more is refused, reads and shutdown callbacks are not', async () => {
  const daemon = await start(
    {
      'late.ts': `collectd.register_read(() => {
            for (const kind of kinds)
              report('late', [kind, thrown(() => register(kind, () => report('called', kind), { name: 'added' }))]);
          }, 3600);`,
    },
    'Import "late"',
  );
  await daemon.waitFor(() => reported(daemon, 'late').length === kinds.length);
  const late = new Map(reported<[string, string]>(daemon, 'late'));
  for (const kind of kinds.filter((one) => one !== 'read' && one !== 'shutdown'))
    expect(late.get(kind)).toMatch(new RegExp(`^Error ERR_COLLECTD_TOO_LATE: register_${kind}: `));
  for (const kind of ['read', 'shutdown']) expect(late.get(kind)).toBe('nothing');
  expect(await waitForReport(daemon, 'called')).toEqual(['read']);
  await daemon.stop();
  expect(reported(daemon, 'called').filter((kind) => kind === 'shutdown')).toEqual(['shutdown']);
});

test('callbacks are taken back by identifier and by function, before collectd runs', async () => {
  const daemon = await start(
    {
      'taker.ts': `for (const kind of kinds) {
            const never = () => report('never', kind);
            const id = register(kind, never);
            register(kind, never, { name: 'more.' + kind });
            register(kind, never, { name: 'third.' + kind });
            unregister(kind, 'nodejs.more.' + kind);
            unregister(kind, never);
            report('again', [
              thrown(() => unregister(kind, never)),
              thrown(() => unregister(kind, id)),
              thrown(() => unregister(kind, 'taker')),
              thrown(() => unregister(kind, 5)),
            ]);
            register(kind, () => report('called', kind));
          }`,
    },
    'Import "taker"\n<Module taker>\n</Module>',
  );
  const early = ['config', 'init', 'read', 'log'];
  await daemon.waitFor(() => early.every((kind) => reported(daemon, 'called').includes(kind)));
  await daemon.stop();
  expect(reported(daemon, 'never')).toEqual([]);
  const called = new Set(reported(daemon, 'called'));
  for (const kind of [...early, 'shutdown']) expect(called).toContain(kind);
  const again = reported<string[]>(daemon, 'again');
  expect(again).toEqual(
    kinds.map((kind) => [
      `Error ERR_COLLECTD_NOT_REGISTERED: unregister_${kind}: the callback is not registered`,
      `Error ERR_COLLECTD_NOT_REGISTERED: unregister_${kind}: "nodejs.taker" is not registered`,
      `Error ERR_COLLECTD_NOT_REGISTERED: unregister_${kind}: "taker" is not registered`,
      `TypeError ERR_COLLECTD_INVALID_ARGUMENT: unregister_${kind}: give an identifier or the callback itself`,
    ]),
  );
});

test('callbacks are taken back while collectd runs; their names are free again for reads', async () => {
  const daemon = await start(
    {
      'taker.ts': `let rounds = 0;
          collectd.register_log(() => report('log', rounds), { name: 'gone' });
          collectd.register_write(() => report('write', rounds), { name: 'gone' });
          collectd.register_shutdown(() => report('shutdown', rounds), { name: 'gone' });
          collectd.register_write((vl) => { if (vl.values[0] === 5) report('end', true); });
          collectd.register_read(() => {
            if (++rounds === 2) for (const kind of ['log', 'write', 'shutdown']) unregister(kind, 'nodejs.gone');
            collectd.info('round');
            new Values({ type: 'gauge' }).dispatch({ values: [rounds] });
            if (rounds === 3) report('too late', thrown(() => collectd.register_write(() => {}, { name: 'gone' })));
          }, 0.3);`,
    },
    'Import "taker"',
  );
  await waitForReport(daemon, 'end');
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'shutdown')).toEqual([]);
  for (const kind of ['log', 'write']) {
    const rounds = reported<number>(daemon, kind);
    expect(rounds.length).toBeGreaterThan(0);
    expect(Math.max(...rounds)).toBeLessThan(2);
  }
  expect(reported<string>(daemon, 'too late')[0]).toContain('ERR_COLLECTD_TOO_LATE');
});

test('reads come and go in groups, whichever module registered them', async () => {
  const group = (name: string): string => `
          for (const which of ['a', 'b'])
            collectd.register_read(() => report(which, '${name}'), { name: '${name}' + which, group: which, interval: 0.1 });`;
  const daemon = await start(
    {
      'first.ts': `${group('first')}
          let rounds = 0;
          collectd.register_read(() => {
            if (++rounds === 5) collectd.unregister_read_group('a');
            if (rounds === 5) report('a is gone', [
              thrown(() => collectd.unregister_read_group('a')),
              thrown(() => collectd.unregister_read('nodejs.firsta')),
              thrown(() => collectd.unregister_read_group('nodejs')),
              thrown(() => collectd.unregister_read_group(undefined as never)),
              thrown(() => collectd.register_read(() => report('again', 1), { name: 'firsta', group: 'a' })),
              thrown(() => collectd.register_read(() => {}, { name: 'x', group: '' })),
            ]);
          }, 0.1);`,
      'second.ts': group('second'),
    },
    'Import "first"\nImport "second"',
  );
  const [errors] = await waitForReport<string[]>(daemon, 'a is gone');
  const refused = 'Error ERR_COLLECTD_NOT_REGISTERED: unregister_read';
  expect(errors).toEqual([
    `${refused}_group: no read callback is in the group "a"`,
    `${refused}: "nodejs.firsta" is not registered`,
    `${refused}_group: no read callback is in the group "nodejs"`,
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT: unregister_read_group: give the name of a group',
    'nothing',
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT: register_read: the group must not be empty',
  ]);
  await waitForReport(daemon, 'again');
  const calls = reported(daemon, 'a').length;
  const others = reported(daemon, 'b').length;
  await daemon.waitFor(() => reported(daemon, 'b').length > others + 6);
  // What was running when its group went may still have ended.
  expect(reported(daemon, 'a').length).toBeLessThanOrEqual(calls + 1);
  expect((await daemon.stop()).status).toBe(0);
});

test('what is given to register_* is checked', async () => {
  const daemon = await start(
    {
      'checked.ts': `for (const kind of kinds)
            report('thrown', [
              thrown(() => register(kind, undefined)),
              thrown(() => register(kind, () => {}, { colour: 1 })),
              filters[kind] ? 'TypeError ERR_COLLECTD_INVALID_ARGUMENT: ' :
                thrown(() => register(kind, () => {}, null as never)),
              thrown(() => register(kind, () => {}, { name: 5 })),
              thrown(() => register(kind, () => {}, { name: 'a\\0b' })),
            ]);
          report('write', thrown(() => register('write', () => {}, { batch: 1 })));
          setTimeout(() => report('timer', thrown(() => collectd.register_read(() => {}, { name: 'timer' }))), 1);`,
    },
    'Import "checked"',
  );
  await waitForReport(daemon, 'timer');
  const refusal = 'TypeError ERR_COLLECTD_INVALID_ARGUMENT';
  for (const [i, errors] of reported<string[]>(daemon, 'thrown').entries()) {
    expect(errors.map((error) => error.split(':')[0])).toEqual([
      refusal,
      refusal,
      refusal,
      refusal,
      refusal,
    ]);
    const allowed = ['match', 'target'].includes(kinds[i] ?? '') ? 'bigint' : 'name, data';
    expect(errors[1]).toContain(
      `register_${kinds[i]}: unknown option "colour"; there are ${allowed}`,
    );
  }
  expect(reported<string>(daemon, 'write')[0]).toContain(
    `${refusal}: register_write: batch must be a boolean`,
  );
  expect(reported(daemon, 'timer')).toEqual(['nothing']);
});
