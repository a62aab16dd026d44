// Wherever code of a module runs, collectd knows its interval.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

const places = [
  ...['import', 'after await', 'config', 'init', 'timer', 'setInterval', 'microtask', 'nextTick'],
  ...['event', 'file', 'abandoned promise', 'read', 'read after await', 'write', 'write batch'],
  ...['flush', 'log', 'notification', 'cache event', 'target'],
];

const source = (name: string) => `
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import collectd, { get_interval, Notification, Values } from 'collectd';
import { report } from './report.ts';

const sent = new Set<string>();
function send(place: string): void {
  if (sent.has(place)) return;
  sent.add(place);
  report('get ${name} ' + place, get_interval());
  new Values({ plugin: 'sent', type: 'gauge', type_instance: '${name} ' + place }).dispatch({ values: [1] });
}
const options = { name: '${name}' };

setTimeout(() => send('timer'), 5);
const timer = setInterval(() => { send('setInterval'); clearInterval(timer); }, 5);
queueMicrotask(() => send('microtask'));
process.nextTick(() => send('nextTick'));
const emitter = new EventEmitter();
emitter.on('event', () => send('event'));
setImmediate(() => emitter.emit('event'));
readFile('/proc/self/stat', () => send('file'));
void once(emitter, 'event').then(() => sleep(5)).then(() => send('abandoned promise'));

collectd.register_config(() => send('config'), options);
collectd.register_init(() => send('init'));
collectd.register_read(() => {
  send('read');
  collectd.info('probe');
  new Values({ plugin: 'probe', type: 'gauge' }).dispatch({ values: [1] });
  new Notification({ plugin: 'probe', message: 'x', severity: 4 }).dispatch();
  collectd.flush({ identifier: 'probe' });
}, options);
collectd.register_read(async () => {
  await sleep(5);
  send('read after await');
}, { name: '${name}.later' });
collectd.register_write((vl) => { if (vl.plugin === 'probe') send('write'); }, options);
collectd.register_write((lists) => { if (lists.some(({ plugin }) => plugin === 'probe')) send('write batch'); },
  { name: '${name}.batch', batch: true });
collectd.register_flush((_, identifier) => { if (identifier === 'probe') send('flush'); }, options);
collectd.register_log((_, message) => { if (message === 'probe') send('log'); }, options);
collectd.register_notification(({ plugin }) => { if (plugin === 'probe') send('notification'); }, options);
collectd.register_cache_event(({ name }) => { if (name.includes('/probe/')) send('cache event'); }, options);
collectd.register_target('${name}', { invoke(vl) { if (vl.plugin === 'probe') send('target'); } });
send('import');
await sleep(5);
send('after await');
`;

const collector = `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => { if (vl.plugin === 'sent') report('sent ' + vl.type_instance, vl.interval); });`;

test.each([
  ['of modules that share a worker', 'Worker "same"'],
  ['of modules with workers of their own', ''],
])(
  'the interval of the LoadPlugin block or of the Import, in every place %s',
  async (_, worker) => {
    const daemon = await startDaemon({
      interval: 1,
      config: (dir) =>
        `${nodejs(
          dir,
          `Import "collector"
<Import "plain">
  ${worker}
</Import>
<Import "own">
  ${worker}
  Interval 3
</Import>
<Module plain>
</Module>
<Module own>
</Module>`,
        ).replace('LoadPlugin nodejs', '<LoadPlugin nodejs>\nInterval 2\n</LoadPlugin>')}
<Chain "PreCache">
  <Target "nodejs">
    Name "plain"
  </Target>
  <Target "nodejs">
    Name "own"
  </Target>
</Chain>
PreCacheChain "PreCache"
`,
      files: {
        ...reporting,
        'collector.ts': collector,
        'plain.mts': source('plain'),
        'own.mts': source('own'),
      },
    });
    const expected = (['plain', 'own'] as const).flatMap((name) =>
      places.map((place): [string, number] => [`${name} ${place}`, name === 'own' ? 3 : 2]),
    );
    const seen = (how: string) =>
      expected.map(([place]) => [place, reported<number>(daemon, `${how} ${place}`)[0]]);
    // Whatever has not come by then is in the difference below.
    await daemon
      .waitFor(() => seen('sent').every(([, seconds]) => seconds !== undefined))
      .catch(() => undefined);
    expect(seen('sent')).toEqual(expected);
    expect(seen('get')).toEqual(expected);
    const { log, status } = await daemon.stop();
    expect(status).toBe(0);
    expect(log).not.toMatch(/Unable to determine|\[error\]/);
  },
);
