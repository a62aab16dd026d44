// Every way to call the daemon, from within every callback, comes back: with one worker
// or several, with queues that are empty or full.
import { describe, expect, test } from 'vitest';
import { type Daemon, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

const callers = [
  'config',
  'init',
  'create',
  'read',
  'write',
  'flush',
  'log',
  'notification',
  'missing',
  'cache_event',
  'match',
  'target',
  'shutdown',
] as const;

/** All but the one that is called at the stop. */
const running = callers.filter((caller) => caller !== 'shutdown');

/** Of callbacks that can be registered; whatever the kind, the call has to come back. */
const kinds = [
  'config',
  'init',
  'read',
  'write',
  'flush',
  'log',
  'notification',
  'missing',
  'cache_event',
  'match',
  'target',
  'shutdown',
] as const;

const actions = [
  'dispatch',
  'write to sink',
  'write to own',
  'write to all',
  'write to hog',
  'flush own',
  'flush all',
  'log',
  'notification',
  ...kinds.flatMap((kind) => [`register ${kind}`, `unregister ${kind}`]),
  'unregister group',
];

const matrix = `
import collectd, { Notification, Values } from 'collectd';
import { report, thrown } from './report.ts';

const done = new Set<string>();
const vl = new Values({ plugin: 'matrix', type: 'gauge', values: [1], meta: { from: 'matrix' } });
const actions: Record<string, (caller: string) => unknown> = {
  dispatch: (caller) => vl.dispatch({ type_instance: caller }),
  'write to sink': () => vl.write('nodejs.sink'),
  'write to own': () => vl.write('nodejs.matrix'),
  'write to all': () => { fill(); vl.write(); },
  'write to hog': () => { fill(); vl.write('nodejs.hog'); },
  'flush own': () => collectd.flush({ plugin: 'nodejs.matrix' }),
  'flush all': () => collectd.flush(),
  log: (caller) => collectd.notice('from ' + caller),
  notification: (caller) => new Notification({ message: caller }).dispatch(),
  'unregister group': (caller) => {
    for (const i of [1, 2]) collectd.register_read(() => {}, { name: i + caller, interval: 3600, group: caller });
    collectd.unregister_read_group(caller);
  },
};
const callbacks = { match: { match: () => true }, target: { invoke() {} } };
const any = collectd as any;
for (const kind of ${JSON.stringify(kinds)}) {
  const filter = callbacks[kind as 'match'];
  actions['register ' + kind] = (caller) =>
    filter
      ? any['register_' + kind]('added.' + caller, filter)
      : any['register_' + kind](() => {}, { name: 'added.' + caller });
  actions['unregister ' + kind] = (caller) => any['unregister_' + kind]('nodejs.added.' + caller);
}
/** More than the queues of messages and notifications hold. */
let flooded = !FULL;
function flood(): void {
  if (flooded) return;
  flooded = true;
  for (let i = 0; i < 4200; i++) {
    collectd.debug('flood');
    new Notification({ message: 'flood', severity: collectd.NOTIF_OKAY }).dispatch();
  }
}
/** Until nothing more fits. */
function fill(): void {
  for (let i = 0; FULL && i < 10; i++) thrown(() => vl.write('nodejs.hog'));
}
/** Each caller has its turn once: what it does calls all of them again. */
function act(caller: string): void {
  if (done.has(caller)) return;
  done.add(caller);
  if (!['config', 'init', 'create'].includes(caller)) flood();
  for (const [name, action] of Object.entries(actions))
    report('returned', [caller, name, thrown(() => action(caller)).split(':')[0]]);
}

collectd.register_config(() => act('config'));
collectd.register_init(() => act('init'));
let rounds = 0;
collectd.register_read(() => {
  act('read');
  // One that is new and soon missing, for whoever was passed over: a filter that took too long, a full queue.
  if (!CALLERS.every((caller) => done.has(caller))) vl.dispatch({ type_instance: 'round' + ++rounds });
}, 0.2);
collectd.register_write(() => act('write'));
collectd.register_flush(() => act('flush'));
collectd.register_log(() => act('log'));
collectd.register_notification(() => act('notification'));
collectd.register_missing(() => act('missing'));
collectd.register_cache_event(() => act('cache_event'));
collectd.register_match('matrix', {
  create() { act('create'); },
  match() { act('match'); return true; },
});
collectd.register_target('matrix', { invoke() { act('target'); } });
collectd.register_shutdown(() => act('shutdown'));
`;

const sink = `
import collectd from 'collectd';
collectd.register_write(() => {});
collectd.register_flush(() => {});
collectd.register_notification(() => {});
collectd.register_log(() => {});`;

/** Never gets done with the first one. */
const hog = `
import collectd from 'collectd';
const stay = () => (FULL ? new Promise<void>(() => {}) : undefined);
collectd.register_write(stay);
collectd.register_log(stay);
collectd.register_notification(stay);`;

const chain = `
<Plugin nodejs>
  <Module matrix>
  </Module>
</Plugin>
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "matrix"
    </Match>
    <Target "nodejs">
      Name "matrix"
    </Target>
  </Rule>
</Chain>
PreCacheChain "PreCache"`;

/** Those that hang use up most of it; a tenth of it is left to the shutdown callback. */
const SHUTDOWN_TIMEOUT = 6;

function start(workers: number, isFull: boolean): Promise<Daemon> {
  const flag = `const FULL: boolean = ${isFull};`;
  const expected = `const CALLERS = ${JSON.stringify(running)};`;
  return startDaemon({
    config: (dir) =>
      `WriteThreads 2\n${nodejs(
        dir,
        `Workers ${workers}
ShutdownTimeout ${SHUTDOWN_TIMEOUT}
${isFull ? 'WriteQueueLimit 2' : ''}
<Import "hog">
  Timeout 600
</Import>
Import "matrix"
Import "sink"`,
      )}${chain}`,
    files: {
      ...reporting,
      'matrix.ts': flag + expected + matrix,
      'sink.ts': sink,
      'hog.ts': flag + hog,
    },
  });
}

describe.each([1, 3])('%i workers', (workers) => {
  test.each([false, true])('queues are full: %s', async (isFull) => {
    const daemon = await start(workers, isFull);
    const returned = () => reported<[string, string, string]>(daemon, 'returned');
    const unfinished = () => {
      const all = returned().map(([caller]) => caller);
      return running.filter(
        (one) => all.filter((caller) => caller === one).length < actions.length,
      );
    };
    await expect.poll(unfinished).toEqual([]);
    if (isFull) await daemon.waitForLog(/notifications for nodejs\.hog .* were dropped/);
    const ending = await daemon.stop();
    expect(ending).toMatchObject({ status: 0, signal: null });
    expect(ending.seconds).toBeLessThan(3 * SHUTDOWN_TIMEOUT);

    const cells = new Map(
      returned().map(([caller, action, what]) => [`${caller}: ${action}`, what]),
    );
    const wanted = callers.flatMap((caller) => actions.map((action) => `${caller}: ${action}`));
    expect([...cells.keys()].sort()).toEqual(wanted.sort());
    for (const [cell, what] of cells) expect([cell, what]).toEqual([cell, outcome(cell, isFull)]);
  });
});

function outcome(cell: string, isFull: boolean): unknown {
  const [caller, action] = cell.split(': ');
  // Nothing is committed before the init callbacks are over.
  const isEarly = caller === 'config' || caller === 'init' || caller === 'create';
  const [verb, kind] = action?.split(' ') ?? [];
  const isTooLate = caller === 'shutdown' || !(isEarly || kind === 'read' || kind === 'shutdown');
  if (verb === 'register' && isTooLate) return 'Error ERR_COLLECTD_TOO_LATE';
  if (verb === 'unregister') {
    if (kind === 'group') return caller === 'shutdown' ? 'Error ERR_COLLECTD_TOO_LATE' : 'nothing';
    return isTooLate ? 'Error ERR_COLLECTD_NOT_REGISTERED' : 'nothing';
  }
  if (action?.startsWith('write') && isEarly) return 'Error ERR_COLLECTD_NO_DESTINATION';
  const mayBeFull = action?.startsWith('write') && isFull;
  if (!mayBeFull) return 'nothing';
  if (action === 'write to hog' || action === 'write to all')
    return 'Error ERR_COLLECTD_QUEUE_FULL';
  // Two lists fit, and others come from the write threads.
  return expect.stringMatching(/^(nothing|Error ERR_COLLECTD_QUEUE_FULL)$/);
}
