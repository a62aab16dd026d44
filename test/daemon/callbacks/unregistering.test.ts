// The rules of unregister_*, and what of it a module finds when it is imported again.
import { expect, test } from 'vitest';
import { kinds, start } from '../fixtures/every-kind.ts';
import { reported, waitForReport } from '../harness/reported.ts';

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
              thrown(() => unregister(kind, 'nodejs.a\\0')),
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
      `TypeError ERR_COLLECTD_INVALID_ARGUMENT: unregister_${kind}: the identifier must not contain NUL`,
    ]),
  );
});

test('callbacks of another module are taken back by their identifier', async () => {
  const names = kinds.filter((kind) => kind !== 'init');
  const daemon = await start(
    {
      'owner.ts': `for (const kind of kinds) register(kind, () => report('called', kind), { name: 'owned' });`,
      'other.ts': `for (const kind of ${JSON.stringify(names)}) {
            unregister(kind, 'nodejs.owned');
            report('again', thrown(() => unregister(kind, 'nodejs.owned')));
          }
          collectd.register_read(() => report('done', 1), { name: 'other' });`,
    },
    // Modules of one worker are imported one after the other.
    `Workers 1\nImport "owner"\nImport "other"`,
  );
  await waitForReport(daemon, 'done');
  expect((await daemon.stop()).status).toBe(0);
  expect(reported(daemon, 'called')).toEqual(['init']);
  expect(reported(daemon, 'again')).toEqual(
    names.map(
      (kind) =>
        `Error ERR_COLLECTD_NOT_REGISTERED: unregister_${kind}: "nodejs.owned" is not registered`,
    ),
  );
});

test('a match and a target that were registered twice are taken back together', async () => {
  const daemon = await start(
    {
      'twice.ts': `const filter = { match: () => true, invoke() {} };
          for (const kind of ['match', 'target'] as const) {
            collectd[\`register_\${kind}\`]('one', filter);
            collectd[\`register_\${kind}\`]('two', filter);
            collectd[\`unregister_\${kind}\`](filter);
            for (const name of ['one', 'two']) report('gone', thrown(() => unregister(kind, 'nodejs.' + name)));
          }`,
    },
    'Import "twice"',
  );
  await daemon.waitFor(() => reported(daemon, 'gone').length === 4);
  for (const error of reported<string>(daemon, 'gone')) expect(error).toMatch(/NOT_REGISTERED/);
});

test('callbacks are taken back while collectd runs; their names are free again for reads', async () => {
  const daemon = await start(
    {
      'taker.ts': `let rounds = 0, taken = 0;
          const seen = new Set<string>();
          const gone = (kind: string) => () => { seen.add(kind); report(kind, rounds); };
          for (const kind of ['log', 'write', 'shutdown']) register(kind, gone(kind), { name: 'gone' });
          collectd.register_write((vl) => { if (taken > 0 && vl.values[0] === taken + 3) report('end', true); });
          collectd.register_read(() => {
            rounds++;
            if (taken === 0 && seen.size === 2) {
              for (const kind of ['log', 'write', 'shutdown']) unregister(kind, 'nodejs.gone');
              taken = rounds;
              report('taken', taken);
              report('too late', thrown(() => collectd.register_write(() => {}, { name: 'gone' })));
            }
            collectd.info('round');
            new Values({ type: 'gauge' }).dispatch({ values: [rounds] });
          }, 0.1);`,
    },
    'Import "taker"',
  );
  const [taken = 0] = await waitForReport<number>(daemon, 'taken');
  await waitForReport(daemon, 'end');
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(reported(daemon, 'shutdown')).toEqual([]);
  for (const kind of ['log', 'write']) {
    const rounds = reported<number>(daemon, kind);
    expect(rounds.length).toBeGreaterThan(0);
    expect(Math.max(...rounds)).toBeLessThan(taken);
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

test('a module that is imported again renews what it had taken back', async () => {
  const late = kinds.filter((kind) => !['config', 'init', 'read', 'shutdown'].includes(kind));
  const daemon = await start(
    {
      'again.ts': `import { existsSync, writeFileSync } from 'node:fs';
          const isAgain = existsSync('imported');
          writeFileSync('imported', '');
          const late = ${JSON.stringify(late)};
          const seen = new Set<string>();
          for (const kind of late)
            register(kind, (what: any, text: unknown) => {
              const all = [what.name ?? what, text].join(' ');
              seen.add(kind + (all.includes('-list') ? ' of a list' : ''));
              report(isAgain ? 'again' : 'first', [kind, all]);
            }, { name: 'kept' });
          // An hour: none of them becomes missing.
          const vl = new Values({ type: 'gauge', values: [1], interval: 3600 });
          const tell = (what: string): void => {
            collectd.info(what);
            new collectd.Notification({ message: what }).dispatch();
            vl.write('nodejs.kept', { type_instance: what });
          };
          let isSent = false;
          collectd.register_read(() => {
            if (!isSent) {
              isSent = true;
              vl.dispatch({ type_instance: isAgain + '-list' });
              tell(isAgain + '-told');
            }
            const all = ['log', 'notification', 'write', 'write of a list', 'cache_event of a list'];
            if (isAgain || !all.every((one) => seen.has(one))) return;
            // It waits for callbacks that are taken back before they get it.
            tell('left over');
            for (const kind of late) unregister(kind, 'nodejs.kept');
            process.exit(1);
          }, 0.2);`,
    },
    'Import "again"',
  );
  const called = ['write', 'log', 'notification', 'cache_event'];
  for (const key of ['first', 'again'])
    await daemon.waitFor(() => {
      const seen = reported<[string, string]>(daemon, key).map(([kind]) => kind);
      return called.every((kind) => seen.includes(kind));
    });
  // What had come for the old ones stays with them.
  expect(JSON.stringify(reported(daemon, 'again'))).not.toMatch(/false-|left over/);
  expect(JSON.stringify(reported(daemon, 'first'))).not.toContain('left over');
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(ending.log).not.toMatch(/collectd runs already|Unhandled/);
});
