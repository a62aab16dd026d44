// What plugin authors may write. Never run: that it compiles is the test (npm run lint).
import collectd, {
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

// What is known at run time only is looked up there.
new Values({ type: dynamic, values: numbers }).dispatch({ values: [1, 2, 3] });
new Values({ type: known }).dispatch();
new Values({ type: 'of_another_types_db' as string }).dispatch({ values: numbers });
const later = new Values();
later.type = dynamic;
later.values = numbers;
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
  new Values({ type: vl.type, values: vl.values, host: vl.host }).dispatch();
  for (const [index, value] of vl.values.entries())
    console.log(vl.dataset[index]?.name, Number(value));
});
register_write(async (lists) => console.log(lists.map((vl) => vl.time)), {
  batch: true,
  bigint: true,
  name: 'b',
});
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

// What the rest hands over.
register_write((vl) => console.log(vl.rates()[0], vl.meta.a instanceof Signed), { rates: true });
register_write((vl, data) => console.log(vl.host, data), { data: 'given' });
collectd.register_cache_event(
  (event) => {
    if (event.kind !== 'expired') console.log(event.values?.values[0]);
  },
  { kinds: ['new', 'expired'] },
);
collectd.register_missing(({ type, time }) => console.log(type, time));
for (const { name, rate } of collectd.cache) console.log(name, rate[0]?.toFixed());
console.log(collectd.cache.value(new Values({ plugin: 'p', type: 'gauge' }), { bigint: true }));
console.log(collectd.threshold('host/plugin/type')?.failure_max?.toFixed(), collectd.hostname);
const heard: boolean = new Notification({ meta: { a: 1n } }).dispatch();
collectd.flush(heard ? { plugin: 'csv', timeout: 2.5 } : {});
register_read(async () => void (await fetch('http://127.0.0.1', { signal: collectd.signal() })));
