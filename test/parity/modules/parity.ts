// The TypeScript half of the parity suite: the same steps as parity.py, in the same order.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import collectd, { type Config, Notification, Signed, Unsigned, Values } from 'collectd';

type Json = null | string | boolean | number | Json[] | { [key: string]: Json };
interface Case {
  id: string;
  fields: Record<string, Json>;
}

const dir = process.env.HOME ?? '';
const cases = JSON.parse(readFileSync(join(dir, 'plugins/cases.json'), 'utf8')) as {
  values: Case[];
  assigned: Case[];
  constructed: Case[];
  notifications: Case[];
  datasets: string[];
  constants: string[];
};
const order: string[] = [];

function double(value: number): Json {
  if (Number.isNaN(value)) return { double: 'NaN' };
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return { double: bytes.toString('hex') };
}

function norm(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Signed) return { signed: String(value) };
  if (value instanceof Unsigned) return { unsigned: String(value) };
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number') return double(value);
  if (Array.isArray(value)) return value.map(norm);
  const entries = Object.entries(value).map(([key, one]): Json => [key, norm(one)]);
  return { meta: entries.sort((a, b) => (String(a) < String(b) ? -1 : 1)) };
}

function decode(value: Json): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== 'object') return value;
  const [[kind, text] = ['', null]] = Object.entries(value);
  if (kind === 'int') return BigInt(String(text));
  if (kind === 'double')
    return { nan: Number.NaN, inf: Number.POSITIVE_INFINITY }[String(text)] ?? Number(text);
  if (kind === 'signed') return new Signed(BigInt(String(text)));
  if (kind === 'unsigned') return new Unsigned(BigInt(String(text)));
  if (kind === 'none') return null;
  if (kind === 'repeat') return (text as [string, number])[0].repeat((text as [string, number])[1]);
  if (kind === 'meta')
    return Object.fromEntries(
      Object.entries(text as Record<string, Json>).map(([key, one]) => [key, decode(one)]),
    );
  return text;
}

function attempt(step: () => unknown): Json {
  try {
    return { returned: norm(step()) };
  } catch (thrown) {
    return { thrown: (thrown as Error).constructor.name };
  }
}

function put(key: string, what: Json): void {
  appendFileSync(join(dir, 'typescript.jsonl'), `${JSON.stringify([key, what])}\n`);
}

function tree(item: Config): Json {
  return [item.key, norm(item.values), item.children.map(tree)];
}

function decoded({ id, fields }: Case): Record<string, never> {
  const given = Object.entries(fields).map(([key, value]) => [key, decode(value)]);
  return { plugin: 'from_typescript', plugin_instance: id, ...Object.fromEntries(given) };
}

function fieldsOf(item: Values | Notification): Record<string, Json> {
  const { host, plugin_instance, type, type_instance, time } = item;
  return { host, plugin_instance, type, type_instance, time: double(time) };
}

class Own extends Values {
  own(): string {
    return this.type;
  }
}

function config(item: Config): void {
  const inside = item.children.every((child) => child.parent === item);
  put('config', [item.parent === null, inside, tree(item)]);
  order.push('config');
}

function init(): void {
  order.push('init');
}

function* generator(): Generator<number> {
  put('generator', 'has run');
  yield 1;
}

function madeConfig(): unknown {
  const made = new collectd.Config('Key', null, ['a', 1, true], []);
  return [made.key, made.values, BigInt(made.children.length), made.parent === null];
}

function defaults(item: Values | Notification): unknown {
  const names = ['host', 'plugin', 'plugin_instance', 'type', 'type_instance', 'time', 'meta'];
  return [...names, 'values', 'interval', 'message']
    .filter((name) => name in item)
    .map((name) => [name, (item as never as Record<string, unknown>)[name]]);
}

function kept<T extends object>(name: string, what: T, change: (what: T) => void): unknown {
  const vl = new Values({ type: 'gauge', [name]: what });
  change(what);
  return BigInt(Object.keys((vl as never as Record<string, object>)[name] ?? {}).length);
}

function unchanged(): unknown {
  const vl = new Values({ type: 'gauge', plugin: 'unchanged', values: [1n] });
  vl.dispatch({ values: [2], plugin_instance: 'x', meta: { a: 'b' } });
  const { plugin_instance, meta, time, interval, host } = vl;
  return [vl.values, plugin_instance, BigInt(Object.keys(meta).length), time, interval, host];
}

function values(instance: string): Values {
  return new Values({ type: 'gauge', plugin: 'written', plugin_instance: instance, values: [7] });
}

function assign({ id, fields }: Case): void {
  const vl = new Values({
    type: 'gauge',
    plugin: 'from_typescript',
    plugin_instance: `as_${id}`,
    values: [1],
  });
  for (const [name, value] of Object.entries(fields)) Object.assign(vl, { [name]: decode(value) });
  vl.dispatch();
}

function read(): void {
  for (const one of cases.values)
    put(
      `dispatch.${one.id}`,
      attempt(() => new Values({ type: 'gauge' }).dispatch(decoded(one) as never)),
    );
  for (const one of cases.assigned)
    put(
      `assigned.${one.id}`,
      attempt(() => assign(one)),
    );
  for (const { id, fields } of cases.constructed)
    put(
      `constructed.${id}`,
      attempt(() => new Values(decoded({ id: `made_${id}`, fields })).dispatch()),
    );
  for (const one of cases.notifications)
    put(
      `notify.${one.id}`,
      attempt(() => void new Notification().dispatch(decoded(one))),
    );
  for (const name of cases.datasets) {
    const dataset = () => collectd.get_dataset(name as 'gauge');
    put(
      `get_dataset.${name}`,
      attempt(() => dataset().map(({ name, type, min, max }) => [name, type, min, max])),
    );
  }
  const own = new Own({
    type: 'load',
    plugin: 'from_typescript',
    plugin_instance: 'subclass',
    values: [1, 2, 3],
  });
  own.dispatch();
  put('subclass', [own.own(), own instanceof Values]);
  const steps: Record<string, () => unknown> = {
    'unregister.unknown': () => collectd.unregister_write('nodejs.nobody'),
    'unregister.number': () => collectd.unregister_write(5 as never),
    'log.number': () => collectd.info(5 as never),
    'write.unknown': () => values('one').write('nodejs.nobody'),
    'write.one': () => values('one').write('nodejs.parity'),
    'write.all': () => values('all').write(),
    'write.time': () => values('time').write('nodejs.parity', { time: 1500000000, interval: 77 }),
    'write.number': () => values('one').write(5 as never),
    'flush.none': () => collectd.flush(null as never),
    'flush.text': () => collectd.flush({ timeout: 'x' as never }),
    'flush.number': () => collectd.flush({ identifier: 5 as never }),
    'log.nothing': () => collectd.info(undefined as never),
    'get_dataset.number': () => collectd.get_dataset(5 as never),
    'nothing.values': () => (new Values({ type: 'gauge' }) as Values).dispatch(),
    'unknown.field': () => values('x').dispatch({ colour: 'red' } as never),
    'signed.large': () => void new Signed(2n ** 63n),
    'unsigned.minus': () => void new Unsigned(-3),
    'unsigned.none': () => new Unsigned(null as never),
    'unsigned.text': () => void new Unsigned('5' as never),
    'signed.fraction': () => void new Signed(1.5),
    'log.empty': () => collectd.info(''),
    'log.nul': () => collectd.info('parity: a\0b'),
    'log.surrogate': () => collectd.info('parity: \ud800'),
    'config.nothing': () => new collectd.Config(undefined as never),
    'config.number': () => new collectd.Config(5 as never),
    'config.made': madeConfig,
    'get_dataset.empty': () => collectd.get_dataset('' as string),
    'get_dataset.nul': () => collectd.get_dataset('gauge\0' as string),
    'write.nul': () => values('one').write('a\0b'),
    'write.empty': () => values('one').write(''),
    'flush.nul': () => collectd.flush({ plugin: 'a\0b' }),
    'flush.unknown': () => collectd.flush({ plugin: 'nodejs.nobody' }),
    'flush.option': () => collectd.flush({ colour: 'red' } as never),
    'flush.large': () => collectd.flush({ plugin: 'nodejs.nobody', timeout: 1e300 }),
    'flush.fraction': () => collectd.flush({ plugin: 'nodejs.nobody', timeout: 2.5 }),
    'flush.list': () => collectd.flush(['csv'] as never),
    'unregister.empty': () => collectd.unregister_write(''),
    'unregister.nul': () => collectd.unregister_write('a\0b'),
    'defaults.values': () => defaults(new Values()),
    'defaults.notification': () => defaults(new Notification()),
    'kept.values': () => kept('values', [1], (list) => void list.push(2)),
    'kept.meta': () => kept('meta', { a: 1 }, (meta) => Object.assign(meta, { b: 2 })),
    unchanged,
    'error.class': () => new collectd.CollectdError('') instanceof Error,
    'error.text': () => new collectd.CollectdError('what').message,
    'register.generator': () =>
      void collectd.register_read(generator as never, { interval: 3600, name: 'generator' }),
  };
  for (const [key, step] of Object.entries(steps)) put(key, attempt(step));
  put('text', [
    String(new Values({ type: 'gauge', host: 'h', values: [1.5] })),
    String(new Notification({ type: 'gauge', message: 'm', severity: 1 })),
  ]);
  const constants = cases.constants.map((name): [string, Json] => {
    const value = (collectd as unknown as Record<string, unknown>)[name];
    return [name, typeof value === 'number' ? { int: String(value) } : norm(value)];
  });
  put('constants', Object.fromEntries(constants));
  collectd.info('parity: message from typescript');
  for (const [name, timeout] of [
    ['none'],
    ['zero', 0],
    ['ten', 10],
    ['minus', -1],
    ['half', 2.5],
  ] as const)
    collectd.flush({
      identifier: `parity/x/${name}`,
      ...(timeout === undefined ? {} : { timeout }),
    });
  put('order', order);
  put('read', 'done');
}

function write(vl: Values, data?: string): void {
  if (vl.plugin.startsWith('from_')) {
    const what = {
      ...fieldsOf(vl),
      values: norm(vl.values),
      meta: norm(vl.meta),
      data: data ?? null,
    };
    put(`received.${vl.plugin}.${vl.plugin_instance}`, { ...what, interval: norm(vl.interval) });
  }
  if (vl.plugin === 'written')
    put(`write.received.${vl.plugin_instance}`, [
      norm(vl.values),
      norm(vl.interval),
      norm(vl.time < 1.6e9 ? vl.time : 0),
    ]);
}

function notified(n: Notification): void {
  if (!n.plugin.startsWith('from_')) return;
  const what = {
    ...fieldsOf(n),
    severity: { int: String(n.severity) },
    message: n.message,
    meta: norm(n.meta),
  };
  put(`notified.${n.plugin}.${n.plugin_instance}`, what);
}

function flushed(timeout: number, identifier: string | null): void {
  if (identifier?.startsWith('parity/'))
    put(`flushed.${identifier.split('/').at(-1)}`, norm(timeout));
}

function logged(severity: number, message: string): void {
  if (message.startsWith('parity: ')) put(`logged.${message}`, { int: String(severity) });
}

put('identifier', [
  collectd.register_config(config),
  collectd.register_init(init),
  collectd.register_read(read, 3600),
  collectd.register_write(write, { data: 'the data' as never, bigint: true }),
  collectd.register_notification(notified, { name: 'named' }),
  collectd.register_flush(flushed),
  collectd.register_log(logged),
  collectd.register_shutdown(() => put('shutdown', 'called')),
]);

function second(): void {
  order.push('second init');
  throw new TypeError('parity thrown');
}

function soft(): void {
  throw new collectd.CollectdError('parity expected');
}

collectd.register_init(second, { name: 'second' });
collectd.register_init(soft, { name: 'soft' });
