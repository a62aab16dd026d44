import { hostname } from 'node:os';
import { DATA_SOURCE_TYPES, type DataSourceType, DS_TYPE_GAUGE } from '../../shared/constants.ts';
import { rangeError, typeError } from '../../shared/errors.ts';
import type { EncoderOptions } from '../encode/encoder.ts';
import { textSize } from '../encode/text-size.ts';
import type { Log } from '../endpoint/log.ts';
import { DEFAULT_PORT, IDENTIFIER_LIMIT } from '../protocol/wire.ts';
import { ConnectionCore, type ConnectionCoreOptions } from './connection-core.ts';
import { end, entryFor } from './connections.ts';
import type { Counter } from './counter.ts';
import type { StatKind } from './ledger.ts';

export interface ConnectionOptions extends EncoderOptions {
  /** How this machine calls itself. Default: the system's name of it. */
  hostname?: string | undefined;
  /** Where collectd listens: a name, or an address of IPv4, IPv6 or multicast. Default: localhost. */
  collectd_host?: string | undefined;
  /** Default: 25826. */
  collectd_port?: number | undefined;
  /** Default: none. */
  plugin_inst?: string | undefined;
  /** Default: `any`. */
  plugin_name?: string | undefined;
  /** Seconds between two packets. Default: 10. */
  interval?: number | undefined;
  /** For multicast: a name such as `eth0`, or an address of it. Default: the system's choice. */
  interface?: string | undefined;
  /** How many routers a packet may pass. Default: the system's. */
  ttl?: number | undefined;
  /** Is told of trouble, at most ten times a minute for each kind. Default: nobody. */
  log?: Log | undefined;
}

export interface CounterOptions {
  /** A type of types.db. Default: `gauge`, or what `dstype` says. */
  type?: string | undefined;
  /**
   * What the value of that type is. Default: the type itself where it has the name of one, else gauge.
   * Gauges and absolutes are sums of one interval; counters and derives go on growing.
   */
  dstype?: DataSourceType | undefined;
}

interface Methods {
  /**
   * The Counter of a category, of whatever name. Another type is another Counter.
   *
   * @throws TypeError for an unknown `dstype`, and as the Encoder for a `type` that collectd cannot take.
   */
  counter(category: string, options?: CounterOptions): Counter;
  /** Sends what was recorded since the last time. False when the network did not take it (yet). */
  flush(): Promise<boolean>;
  /** Sends what there is, and frees the socket. The same parameters then make a new Connection. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Statistics of this program for a collectd server. Every property is a Counter of that
 * name, except for the methods, names that begin with `_`, and `then`.
 *
 * @example
 * const conn = new Connection<'coin_stats'>({ collectd_host: 'collectd.example' });
 * start_threads();
 * conn.coin_stats.record('heads', { flips: 1 });
 */
export type Connection<Categories extends string = string> = Methods & {
  readonly [Category in Categories]: Counter;
};

/**
 * Identical parameters give the same object. A string is the hostname.
 *
 * @throws RangeError for names over 127 bytes, a port, interval or size out of range.
 * @throws TypeError for a security level without user and password.
 * Source: collectd for Python (PyPI), Connection.
 */
export const Connection = class Connection {
  constructor(options: ConnectionOptions | string = {}) {
    const complete = completed(typeof options === 'string' ? { hostname: options } : options);
    // biome-ignore lint/correctness/noConstructorReturn: what makes identical parameters one object
    return entryFor(keyOf(complete), () => {
      const core = new ConnectionCore(complete);
      const connection = new Proxy(this, { get: (object, name) => read(core, object, name) });
      cores.set(connection, core);
      return { core, connection };
    }).connection as Connection;
  }

  counter(category: string, options: CounterOptions = {}): Counter {
    return coreOf(this).counter(String(category), kindOf(options));
  }

  flush(): Promise<boolean> {
    return coreOf(this).flush();
  }

  async close(): Promise<void> {
    await end(coreOf(this));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** `toString` is a category, as every name is. */
  [Symbol.toPrimitive](): string {
    return '[object Connection]';
  }
} as unknown as new <Categories extends string = string>(
  options?: ConnectionOptions | string,
) => Connection<Categories>;

const cores = new WeakMap<object, ConnectionCore>();
const GAUGE: StatKind = { type: 'gauge', dstype: DS_TYPE_GAUGE };
const METHODS: ReadonlySet<string | symbol> = new Set(['counter', 'flush', 'close']);

function read(core: ConnectionCore, object: object, name: string | symbol): unknown {
  if (typeof name === 'symbol' || METHODS.has(name)) return Reflect.get(object, name);
  // `then` would make `await conn` wait for ever.
  if (name === 'then' || name === 'constructor' || name.startsWith('_')) {
    return name === 'constructor' ? Reflect.get(object, name) : undefined;
  }
  return core.counter(name, GAUGE);
}

function coreOf(connection: object): ConnectionCore {
  const core = cores.get(connection);
  if (core === undefined) throw new TypeError('not called on a Connection');
  return core;
}

function kindOf({ type, dstype }: CounterOptions): StatKind {
  const known = DATA_SOURCE_TYPES.find((name) => name === (dstype ?? type));
  if (dstype !== undefined && known === undefined) {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `unknown dstype ${String(dstype)}`);
  }
  const name = type ?? dstype ?? 'gauge';
  check('type', name, name !== '');
  textSize('type', name, IDENTIFIER_LIMIT);
  return { type: name, dstype: known ?? 'gauge' };
}

function completed(options: ConnectionOptions): ConnectionCoreOptions {
  const { collectd_host: host = 'localhost', collectd_port: port = DEFAULT_PORT } = options;
  const { interval = 10, ttl, log, size, resolution } = options;
  const { securityLevel, username, password } = options;
  check('collectd_port', port, Number.isInteger(port) && port > 0 && port < 65536);
  check('collectd_host', host, typeof host === 'string' && host !== '');
  // A server drops what has none of them.
  check('hostname', options.hostname, options.hostname !== '');
  check('plugin_name', options.plugin_name, options.plugin_name !== '');
  check('interval', interval, interval > 0 && interval <= 2 ** 21);
  check('ttl', ttl, ttl === undefined || (Number.isInteger(ttl) && ttl > 0 && ttl < 256));
  return {
    hostname: options.hostname ?? hostname(),
    plugin: options.plugin_name ?? 'any',
    pluginInstance: options.plugin_inst ?? '',
    interval,
    destination: { host, port, interface: options.interface, ttl },
    encoding: { size, resolution, securityLevel, username, password },
    log,
  };
}

function check(name: string, value: unknown, isGood: boolean): void {
  if (isGood) return;
  const text = value === '' ? 'empty' : String(value);
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', `${name} cannot be ${text}`);
}

const logs = new WeakMap<Log, number>();
let logCount = 0;

function keyOf({ log, ...rest }: ConnectionCoreOptions): string {
  if (log !== undefined && !logs.has(log)) logs.set(log, ++logCount);
  return JSON.stringify([rest, log === undefined ? 0 : logs.get(log)]);
}
