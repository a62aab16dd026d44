// What plugin authors may write. Never run: that it compiles is the test (npm run lint).
import collectd, {
  type CacheEvent,
  CollectdError,
  type Config,
  type DataSource,
  dispatch_multivalue,
  get_dataset,
  LOG_ERR,
  LOG_WARNING,
  type LogSeverity,
  type Match,
  type Meta,
  NOTIF_FAILURE,
  NOTIF_OKAY,
  NOTIF_WARNING,
  Notification,
  type NotificationSeverity,
  register_data_set,
  register_read,
  register_write,
  Signed,
  type Target,
  type TypeName,
  Unsigned,
  Values,
  type ValuesFields,
  type WriteOptions,
} from 'collectd';

declare const dynamic: string;
declare const known: TypeName;
declare const oneOfTwo: 'gauge' | 'temperature';
declare const numbers: number[];

/** Accepts what has exactly the type. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function assert<_T extends true>(): void {}

// As many values as the type has.
new Values({ type: 'if_octets' }).dispatch({ values: [1, 2n] });
new Values({ type: 'if_octets', values: [1, 2] }).dispatch();
new Values({
  type: 'gauge',
  plugin: 'p',
  plugin_instance: 'i',
  type_instance: 't',
  host: 'h',
  time: 1,
  interval: 2,
  values: [Number.NaN],
}).dispatch();
new Values({ plugin: 'p' }).dispatch({ type: 'load', values: [1, 2, 3] });
new Values({ type: 'gauge' }).dispatch({ type: 'if_octets', values: [1, 2] });
new Values().write('csv', { type: 'gauge', values: [1] });
new collectd.Values({ type: oneOfTwo, values: [1] }).dispatch({ values: [2] });
const traffic = new Values({ type: 'if_octets' });
traffic.values = [1, 2];
traffic.plugin_instance = 'eth0';
assert<Same<(typeof traffic)['values'], [number | bigint, number | bigint]>>();

// As Python does it: fields are assigned, and what is complete then is dispatched as it is.
const filled = new Values();
filled.type = 'gauge';
filled.plugin = 'p';
filled.values = [1];
filled.dispatch();
filled.dispatch({ values: [2] });
const named = new Values({ plugin: 'p' });
named.type = 'if_octets';
named.values = [1, 2];
named.dispatch();
named.write('nodejs.other');
const typed = new Values({ type: 'gauge', plugin: 'p' });
typed.plugin_instance = 'i';
typed.dispatch({ values: [1] });
typed.write('csv', { values: [1] });
const ofSomeType = new Values({ type: dynamic, plugin: 'p' });
ofSomeType.values = numbers;
ofSomeType.dispatch();
// The declared type says that the values follow.
const declared: Values<'gauge'> = new Values({ type: 'gauge' });
declared.values = [1];
declared.dispatch();
const unnamed: Values = new Values({ plugin: 'p' });
unnamed.type = dynamic;
unnamed.dispatch({ values: numbers });
new Values<'gauge'>({ type: 'gauge', values: [1] }).values = [1n];
new Values({ values: [1] }).dispatch({ type: 'gauge' });
new Values({ ...declared, plugin: 'other' }).dispatch();
declare const optional: ValuesFields;
new Values(optional).dispatch();

// Its values are what it was made with, and both kinds of numbers can be assigned and dispatched.
const made = new Values({ type: 'if_octets', values: [1, 2] });
assert<Same<typeof made, Values<'if_octets', number>>>();
assert<Same<(typeof made)['values'], [number, number]>>();
made.values = [3n, 4];
made.dispatch({ values: [5n, 6n] });
assert<Same<typeof exact, Values<'if_octets', bigint>>>();
const exact = new Values({ type: 'if_octets', values: [1n, 2n] });
assert<Same<typeof either, Values<'if_octets', number | bigint>>>();
const either = new Values({ type: 'if_octets', values: [1, 2n] });
assert<Same<(typeof some)['values'], number[]>>();
const some = new Values({ type: dynamic, values: numbers });
assert<Same<typeof copy, Values<'if_octets', number>>>();
const copy = new Values(made);
assert<Same<(typeof typed)['values'], [number | bigint]>>();

// What is known at run time only is looked up there.
new Values({ type: dynamic, values: numbers }).dispatch({ values: [1, 2, 3] });
new Values({ type: known }).dispatch();
new Values({ type: 'of_another_types_db' as string }).dispatch({ values: numbers });
const later = new Values();
later.type = dynamic;
later.values = numbers;
later.dispatch();
later.meta = { a: 1, b: 2n, c: 'x', d: true, e: new Signed(1), f: new Unsigned(2n) } satisfies Meta;

// Data sets.
assert<Same<(typeof set)[1]['name'], 'tx'>>();
assert<Same<(typeof set)[1]['type'], 'derive'>>();
const set = get_dataset('if_octets');
assert<Same<(typeof set)['length'], 2>>();
assert<Same<(typeof traffic)['dataset'], typeof set>>();
for (const source of get_dataset(dynamic)) source.min?.toFixed(source.name.length);
const first: DataSource = get_dataset('gauge')[0];
first.max?.toFixed();

dispatch_multivalue({ type: 'memory', plugin: 'p', values: { used: 1, free: 2n }, percent: true });
dispatch_multivalue({ type: dynamic, values: { used: 1 } });
register_data_set('orders', [{ name: 'value', type: 'derive', min: 0 }]);

// Callbacks.
register_write((vl) => {
  if (vl.type === 'if_octets') new Values(vl).dispatch({ plugin: 'again' });
  if (vl.type === 'of_another_types_db') vl.values.push(1);
  assert<Same<typeof vl, Values<string, number>>>();
  const sum = vl.values.reduce((all, value) => all + value, 0);
  vl.values = vl.values.map((value) => value / sum);
  vl.values = [2n ** 60n];
  vl.dispatch({ values: [2n ** 60n] });
  give(vl);
  new Values({ type: vl.type, values: vl.values, host: vl.host }).dispatch();
  for (const [index, value] of vl.values.entries())
    console.log(vl.dataset[index]?.name, Number(value));
});
register_write(async (lists) => console.log(lists.map((vl) => vl.time)), {
  batch: true,
  bigint: true,
  name: 'b',
});
declare const asked: boolean;
register_write((vl) => assert<Same<typeof vl, Values<string, number | bigint>>>(), {
  bigint: true,
});
register_write((vl) => assert<Same<typeof vl, Values<string, number>>>(), { bigint: false });
register_write((vl) => assert<Same<typeof vl, Values<string, number | bigint>>>(), {
  bigint: asked,
});
register_write((lists) => assert<Same<typeof lists, Values<string, number>[]>>(), { batch: true });
register_write((lists) => assert<Same<typeof lists, Values<string, number | bigint>[]>>(), {
  batch: true,
  bigint: true,
});
register_write((lists: Values[]) => console.log(lists.length), { batch: true });
register_write((list: Values) => console.log(list.type));
register_write((list: Values<string, number>) => console.log(list.values[0]?.toFixed()));
const writing: WriteOptions = { name: 'w' };
register_write((given) => console.log([given].flat().length), writing);
register_read(async () => {}, 5);
register_read(() => {}, { interval: 5, name: 'x', data: [1] });
collectd.register_config((config: Config) => {
  for (const { key, values, children } of config.children)
    console.log(key, String(values[0]), children.length);
});
collectd.register_notification((notification) => console.log(notification.message.length));
collectd.register_log((severity, message) => console.log(severity === LOG_ERR, message.length));
collectd.register_log((severity: number) => console.log(severity <= LOG_WARNING));
collectd.register_log((severity) => assert<Same<typeof severity, LogSeverity>>());
assert<Same<LogSeverity, 3 | 4 | 5 | 6 | 7>>();
collectd.register_notification((notification) => {
  switch (notification.severity) {
    case NOTIF_FAILURE:
    case NOTIF_WARNING:
      return console.log(notification.message);
    case NOTIF_OKAY:
      return;
  }
  notification.severity satisfies never;
});
declare const failed: boolean;
let severity: NotificationSeverity = NOTIF_OKAY;
if (failed) severity = collectd.NOTIF_FAILURE;
new Notification({ severity, time: Date.now() / 1000 }).severity = collectd.NOTIF_WARNING;
collectd.register_flush((seconds, identifier) =>
  console.log(seconds.toFixed(), identifier?.length),
);
collectd.unregister_read('nodejs.x');
new Notification({ severity: collectd.NOTIF_WARNING, type: 'gauge' }).dispatch({ message: 'm' });
throwing(new CollectdError('expected'));
function throwing(error: Error): void {
  collectd.error(error.message);
}

// What takes any list takes a particular one.
function give(list: Values): void {
  list.dispatch();
}
give(traffic);
give(made);
give(named);
const mixed: Values[] = [traffic, new Values({ type: 'gauge' })];
mixed.forEach(give);
class Octets extends Values<'if_octets'> {
  constructor(rx: number, tx: number) {
    super({ type: 'if_octets', values: [rx, tx] });
  }
}
new Octets(1, 2).dispatch({ values: [3, 4] });
class Tagged extends Values {
  tag = '';
}
new Tagged({ type: 'gauge', values: [1] }).dispatch();
const fields: ValuesFields<'gauge'> = { type: 'gauge', values: [1] };
new Values(fields).dispatch();

// Filters, with and without a state, are taken back by their object.
const more: Match<{ least: number }> = {
  create: ({ children }) => ({ least: children.length }),
  match: (vl, { least }) => vl.values.length >= least,
};
collectd.register_match('more', more);
collectd.unregister_match(more);
const tag: Target = {
  invoke(vl) {
    vl.meta.tagged = true;
    return vl.host === '' ? 'stop' : undefined;
  },
};
collectd.register_target('tag', tag);
collectd.unregister_target(tag);
collectd.register_target('set', {
  create: async (config) => new Set(config.values),
  invoke: (vl, types) => (types.has(vl.type) ? 'return' : 'continue'),
});

collectd.register_match('exact', {
  match: (vl) => {
    assert<Same<typeof vl, Values<string, number>>>();
    return vl.values.every((value) => value > 0);
  },
});
collectd.register_match(
  'exact',
  {
    match: (vl) => {
      assert<Same<typeof vl, Values<string, number | bigint>>>();
      return vl.values.every((value) => value > 0);
    },
  },
  { bigint: true },
);
collectd.register_target<{ factor: bigint }>(
  'times',
  {
    create: () => ({ factor: 2n }),
    invoke(vl, { factor }) {
      vl.values = vl.values.map((value) => (typeof value === 'bigint' ? value * factor : value));
    },
  },
  { bigint: true },
);
collectd.register_target('rounded', {
  invoke(vl) {
    vl.values = vl.values.map(Math.round);
    vl.values = [1n];
  },
});
const exactly: Match<undefined, number | bigint> = { match: (vl) => vl.values[0] === 1n };
collectd.register_match('exactly', exactly, { bigint: true });
collectd.unregister_match(exactly);

// What the rest hands over.
register_write((vl) => console.log(vl.rates()[0], vl.meta.a instanceof Signed), { rates: true });
register_write((vl, data) => console.log(vl.host, data), { data: 'given' });
collectd.register_cache_event(
  (event) => {
    assert<Same<typeof event, CacheEvent<number>>>();
    if (event.kind !== 'expired') console.log(event.values.values[0]?.toFixed());
    console.log(event.values?.values[0]);
  },
  { kinds: ['new', 'expired'] },
);
collectd.register_cache_event((event) => assert<Same<typeof event, CacheEvent>>(), {
  bigint: true,
});
collectd.register_missing(({ type, time, values }) => {
  console.log(type, time);
  assert<Same<typeof values, never[]>>();
});
collectd.register_missing((list: Values) => console.log(list.type));
for (const { name, rate } of collectd.cache) console.log(name, rate[0]?.toFixed());
console.log(collectd.cache.value(new Values({ plugin: 'p', type: 'gauge' }), { bigint: true }));
assert<Same<typeof latest, number[] | undefined>>();
const latest = collectd.cache.value('host/plugin/type');
assert<Same<typeof latestExact, (number | bigint)[] | undefined>>();
const latestExact = collectd.cache.value('host/plugin/type', { bigint: true });
console.log(collectd.threshold('host/plugin/type')?.failure_max?.toFixed(), collectd.hostname);
const heard: boolean = new Notification({ meta: { a: 1n } }).dispatch();
collectd.flush(heard ? { plugin: 'csv', timeout: 2.5 } : {});
register_read(async () => void (await fetch('http://127.0.0.1', { signal: collectd.signal() })));
