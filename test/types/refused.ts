// What the compiler must not let pass. Never run: each line without an error fails npm run lint.
import collectd, {
  get_dataset,
  type Match,
  Notification,
  register_read,
  register_write,
  Values,
} from 'collectd';

declare const numbers: number[];
declare const ofNumbers: Match<undefined, number>;

// @ts-expect-error: unknown type
new Values({ type: 'if_octest' });
// @ts-expect-error: unknown type
new Values({ type: 'gauge' }).dispatch({ type: 'if_octest', values: [1] });
// @ts-expect-error: unknown type
get_dataset('if_octest');
// @ts-expect-error: too few values
new Values({ type: 'if_octets' }).dispatch({ values: [1] });
// @ts-expect-error: too few values
new Values({ type: 'if_octets', values: [] });
// @ts-expect-error: too many values
new Values({ type: 'if_octets', values: [1, 2, 3] });
// @ts-expect-error: too many values
new Values({ plugin: 'p' }).dispatch({ type: 'gauge', values: [1, 2] });
// @ts-expect-error: the values of the other type
new Values({ type: 'gauge' }).dispatch({ type: 'if_octets', values: [1] });
// @ts-expect-error: too many values
new Values({ type: 'gauge' }).write('csv', { values: [1, 2] });
// @ts-expect-error: as many as there happen to be
new Values({ type: 'gauge' }).dispatch({ values: numbers });
// @ts-expect-error: too many values
new Values({ type: 'gauge' }).values = [1, 2];
// @ts-expect-error: another type
new Values({ type: 'gauge' }).type = 'if_octets';
// @ts-expect-error: no number
new Values({ type: 'gauge', values: ['1'] });
// @ts-expect-error: no number
new Values({ type: 'gauge' }).dispatch({ values: ['1'] });
// @ts-expect-error: no number
new Values({ type: 'gauge' }).dispatch({ values: [null] });
// @ts-expect-error: no list
new Values({ type: 'gauge' }).dispatch({ values: 1 });
// @ts-expect-error: misspelt field
new Values({ type: 'gauge', plugin_instnace: 'x' });
// @ts-expect-error: misspelt field
new Values({ type: 'gauge' }).dispatch({ value: [1] });
// @ts-expect-error: no Date
new Values({ type: 'gauge', time: new Date() });
// @ts-expect-error: seconds are numbers
new Values({ type: 'gauge', time: 1700000000n });
// @ts-expect-error: no Date
new Values({ type: 'gauge' }).dispatch({ values: [1], time: new Date() });
// @ts-expect-error: no Date
new Values({ type: 'gauge' }).time = new Date();
// @ts-expect-error: no Date
new Notification({ message: 'm', time: new Date() });
// @ts-expect-error: seconds are numbers
new Notification().dispatch({ message: 'm', time: 1700000000n });
// @ts-expect-error: seconds are numbers
collectd.dispatch_multivalue({ type: 'memory', values: { a: 1 }, time: new Date() });

// @ts-expect-error: no type
new Values({ plugin: 'p' }).dispatch({ values: [1] });
// @ts-expect-error: no type
new Values({ values: [1] }).dispatch({ plugin: 'p' });
// @ts-expect-error: no type
new Values({ plugin: 'p' }).write('csv', { values: [1] });
// @ts-expect-error: no values
new Values({ type: 'gauge' }).dispatch();
// @ts-expect-error: no values
new Values({ type: 'gauge' }).dispatch({ plugin: 'p' });
// @ts-expect-error: no values
new Values({ plugin: 'p' }).dispatch({ type: 'gauge' });
// @ts-expect-error: no values
new Values({ type: 'gauge' }).write('csv');
// @ts-expect-error: no values
new Values({ type: 'gauge' }).write();

// @ts-expect-error: numbers unless it asks for bigints
register_write((list) => void (list.values satisfies bigint[]));
// @ts-expect-error: gauges stay numbers
register_write((list) => void (list.values satisfies bigint[]), { bigint: true });
// @ts-expect-error: bigints among them
register_write((list) => void (list.values satisfies number[]), { bigint: true });
// @ts-expect-error: bigints among them
register_write((lists) => void lists[0]?.values.map(Math.abs), { batch: true, bigint: true });
// @ts-expect-error: what bigints are among is no list of numbers
register_write((list: Values<string, number>) => console.log(list.type), { bigint: true });
// @ts-expect-error: no text
new Values().values = ['1'];
// @ts-expect-error: true or false
register_write((list: Values) => console.log(list.type), { bigint: 'yes' });
// @ts-expect-error: bigints among them
collectd.register_match('m', { match: (vl) => Math.max(...vl.values) > 0 }, { bigint: true });
// @ts-expect-error: bigints among them
collectd.register_target('t', { invoke: (vl) => void vl.values.map(Math.abs) }, { bigint: true });
// @ts-expect-error: bigints among them
collectd.register_match('m', ofNumbers, { bigint: true });
// @ts-expect-error: bigints among them
collectd.register_cache_event((e) => void e.values?.values.map(Math.abs), { bigint: true });
// @ts-expect-error: expired ones have none
collectd.register_cache_event((event) => console.log(event.values.values));
// @ts-expect-error: there are none
collectd.register_missing((list) => void list.values.push(1));
// @ts-expect-error: meta data has no objects
new Values({ type: 'gauge', meta: { a: {} } });
// @ts-expect-error: there is no third one
get_dataset('if_octets')[2];
// @ts-expect-error: the other one
get_dataset('if_octets')[0].name satisfies 'tx';
// @ts-expect-error: the other one
new Values({ type: 'gauge' }).dataset[0].type satisfies 'derive';

// @ts-expect-error: two data sources
collectd.dispatch_multivalue({ type: 'if_octets', values: { a: 1 } });
// @ts-expect-error: unknown type
collectd.dispatch_multivalue({ type: 'memmory', values: { a: 1 } });
// @ts-expect-error: no number
collectd.dispatch_multivalue({ type: 'memory', values: { a: '1' } });
// @ts-expect-error: the keys are the type instances
collectd.dispatch_multivalue({ type: 'memory', values: { a: 1 }, type_instance: 'x' });
// @ts-expect-error: no type of data sources
collectd.register_data_set('orders', [{ name: 'value', type: 'DERIVE' }]);
// @ts-expect-error: a list, and no string
register_write((text: string) => console.log(text));
// @ts-expect-error: one list after the other
register_write((lists: Values[]) => console.log(lists.length));
// @ts-expect-error: many lists at a time
register_write((list: Values) => console.log(list.type), { batch: true });
// @ts-expect-error: lists are of any type
register_write((list: Values<'gauge'>) => console.log(list.values[0]));
// @ts-expect-error: no such field
register_write((list) => console.log(list.plugin_instnace));
// @ts-expect-error: no such option
register_write(() => {}, { bigints: true });
// @ts-expect-error: nothing is returned
register_read(() => 5);
// @ts-expect-error: seconds are a number
register_read(() => {}, '5');
// @ts-expect-error: no callback
register_read(5);
// @ts-expect-error: a config is no string
collectd.register_config((config: string) => console.log(config));
// @ts-expect-error: seconds first
collectd.register_flush((identifier: string) => console.log(identifier));
// @ts-expect-error: severity first
collectd.register_log((message: string) => console.log(message));
// @ts-expect-error: no such function
collectd.register_reed(() => {});
// @ts-expect-error: a number
new Notification({ severity: 'warning', message: 'm' });
// @ts-expect-error: there are 1, 2 and 4
new Notification({ severity: 3, message: 'm' });
// @ts-expect-error: that of a log message
new Notification({ severity: collectd.LOG_ERR, message: 'm' });
// @ts-expect-error: there are three
new Notification().severity = 0;
// @ts-expect-error: there is none below LOG_ERR
collectd.register_log((severity) => void (severity === 2));
// @ts-expect-error: a destination is text
new Values().write(5);
// @ts-expect-error: misspelt field
new Notification().dispatch({ mesage: 'm' });
// @ts-expect-error: a generator is never run
register_read(async function* () {});
// @ts-expect-error: no Map
new Values({ type: 'gauge' }).dispatch({ meta: new Map([['a', 1]]) });
// @ts-expect-error: fields are an object
new Values('gauge');
// @ts-expect-error: the destination first
new Values({ type: 'gauge' }).write({ values: [1] });
// @ts-expect-error: a match answers at once
collectd.register_match('m', { match: async () => true });
// @ts-expect-error: no verdict
collectd.register_target('t', { invoke: () => 'halt' });
// @ts-expect-error: no kind
collectd.register_cache_event(() => {}, { kinds: ['newer'] });
// @ts-expect-error: an object
collectd.flush('csv');
// @ts-expect-error: misspelt option
collectd.flush({ plugn: 'csv' });
// @ts-expect-error: an integer
new collectd.Signed('5');
// @ts-expect-error: only messages
collectd.error(new Error('x'));
// @ts-expect-error: as collectd.conf has it
collectd.hostname = 'other';
