// What the functions of the module are given wrongly: each says so, and nothing is done by half.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport, waitForReports } from '../harness/reported.ts';

const argument = (message: string) => `TypeError ERR_COLLECTD_INVALID_ARGUMENT: ${message}`;

/** Code, and what it throws. */
const refused: [code: string, error: string][] = [
  // What such a function does would never be done.
  [
    `collectd.register_read(function* () {})`,
    argument('register_read: the callback must not be a generator'),
  ],
  [
    `collectd.register_write(async function* () {})`,
    argument('register_write: the callback must not be a generator'),
  ],
  [
    `collectd.register_match('m', { *match() { return true; } })`,
    argument('register_match: match must not be a generator'),
  ],
  [
    `collectd.register_target('t', { invoke() {}, async *create() {} })`,
    argument('register_target: create must not be a generator'),
  ],
  [
    `collectd.register_init(() => {}, [])`,
    argument('register_init: the options must be an object'),
  ],
  [
    `collectd.flush({ plugn: 'csv' })`,
    argument(
      'flush: unknown option "plugn"; there are plugin, timeout, identifier. Did you mean "plugin"?',
    ),
  ],
  [`collectd.flush(['csv'])`, argument('flush: give an object with plugin, timeout or identifier')],
  [`collectd.cache.value('a/b/c', null)`, argument('cache.value: the options must be an object')],
  [
    `collectd.cache.value('a/b/c', { bigint: 1 })`,
    argument('cache.value: bigint must be a boolean'),
  ],
  [
    `collectd.cache.value('a/b/c', { bigints: true })`,
    argument('cache.value: unknown option "bigints"; there are bigint. Did you mean "bigint"?'),
  ],
  [
    `collectd.cache.history('a/b/c', '5')`,
    argument('cache.history: the count must be a number, not string'),
  ],
  [`new collectd.Config()`, argument('Config: the key must be a string, not undefined')],
  [`new collectd.Config('a', null, 'b')`, argument('Config: the values must be an array')],
  [`new collectd.Config('a', null, [], {})`, argument('Config: the children must be an array')],
  [`new Values({ ...list, values: {} }).dispatch()`, argument('values must be an array')],
  [
    `new Values({ ...list, meta: new Map([['a', 1]]) }).dispatch()`,
    argument('meta must be a plain object, not a Map'),
  ],
  [
    `new Values(list).dispatch({ meta: new Map([['a', 1]]) })`,
    argument('meta must be a plain object, not a Map'),
  ],
  [
    `new Notification({ meta: new Map([['a', 1]]) }).dispatch()`,
    argument('meta must be a plain object, not a Map'),
  ],
  [
    `collectd.dispatch_multivalue({ type: 'gauge', values: new Map([['a', 1]]) })`,
    argument('dispatch_multivalue: values must be an object of type instances and numbers'),
  ],
  [
    `collectd.dispatch_multivalue({ type: 'gauge', values: { a: 1 }, time: '' })`,
    argument('time must be a number of seconds'),
  ],
  [
    `collectd.dispatch_multivalue({ type: 'gauge', values: { a: 1 }, time: NaN })`,
    'RangeError ERR_COLLECTD_OUT_OF_RANGE: time must be from 0 to 17179869183 seconds, not NaN',
  ],
  [`collectd.info('\\ud800')`, argument('info: the message must not contain lone surrogates')],
];

test('wrong arguments are named', async () => {
  const daemon = await startDaemon({
    // One thread keeps their order: what should not have been sent would come before the fine one.
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "wrong"')}`,
    files: {
      ...reporting,
      'wrong.ts': `
import * as module from 'collectd';
import { report, thrown } from './report.ts';
const collectd = module.default as never as Record<string, any>;
const Values = module.Values as any, Notification = module.Notification as any;
const list = { type: 'gauge', plugin: 'wrong', values: [1] };
module.register_write((vl) => { if (vl.plugin !== 'fine') report('sent', String(vl)); else report('fine', 1); });
module.register_notification((notification) => report('sent', String(notification)));
module.register_read(() => {
  ${refused.map(([code]) => `report('thrown', thrown(() => ${code}));`).join('\n')}
  new Values({ ...list, plugin: 'fine' }).dispatch();
}, 3600);`,
    },
  });
  await waitForReport(daemon, 'fine');
  expect(reported(daemon, 'thrown')).toEqual(refused.map(([, error]) => error));
  expect(reported(daemon, 'sent')).toEqual([]);
  await daemon.stop();
});

test('text that is cut is not logged in all its length', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "long"'),
    files: {
      'long.ts': `
import { Values } from 'collectd';
new Values({ type: 'gauge', plugin: 'ü'.repeat(100_000), values: [1] }).dispatch();
console.log('done');`,
    },
  });
  await daemon.waitForLog(/^\[info\] done$/m);
  const [, text] =
    daemon.log().match(/^\[warning\] nodejs plugin: "(.*)…" is cut to 127 bytes \(long\)$/m) ?? [];
  expect(text).toMatch(/^ü{63,300}$/);
});

test('the fields of a list are those of the list, whatever a getter of its meta data does', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "getter"')}`,
    files: {
      ...reporting,
      'getter.ts': `
import { register_read, register_write, Values } from 'collectd';
import { report } from './report.ts';
register_write((vl) => report('sent', String(vl).replace(/,(time|interval|host)=[^,]*/g, '')));
register_read(() => {
  const meta = { get inner() {
    new Values({ type: 'if_octets', plugin: 'inner', values: [1, 2] }).dispatch();
    return 'yes';
  } };
  new Values({ type: 'gauge', plugin: 'outer', values: [3] }).dispatch({ meta });
}, 3600);`,
    },
  });
  const sent = (await waitForReports<string>(daemon, 'sent', 2)).map((text) =>
    text.match(/plugin='(\w+)'.*values=(\[.*?\])/)?.slice(1),
  );
  expect(sent).toEqual([
    ['inner', '[ 1, 2 ]'],
    ['outer', '[ 3 ]'],
  ]);
});
