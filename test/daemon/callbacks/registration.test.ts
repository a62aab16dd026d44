// The rules of register_*.
import { expect, test } from 'vitest';
import { kinds, start } from '../fixtures/every-kind.ts';
import { reported, waitForReport } from '../harness/reported.ts';

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
    // In one worker, where they are imported one after the other.
    'Workers 1\nImport "twice"\nImport "other"',
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
  await waitForReport(daemon, 'called');
  await daemon.stop();
  const called = reported(daemon, 'called');
  expect(new Set(called)).toEqual(new Set(['read', 'shutdown']));
  expect(called.filter((kind) => kind === 'shutdown')).toHaveLength(1);
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
