/**
 * The typed contract of the binding: everything that `native/` exports to
 * JavaScript, and everything that it calls. Nothing else crosses.
 */

import { Kind } from './layout.generated.ts';

export { Kind };
export type KindName = keyof typeof Kind;

/** A module that this worker has to import. */
export interface ModuleInfo {
  /** Its place in Import order, over all workers. */
  readonly index: number;
  /** As `<Module>` blocks and identifiers name it. */
  readonly name: string;
  /** Absolute: a file, or a directory with a package.json. */
  readonly path: string;
  /** `Interval` of its Import block in seconds, or 0. */
  readonly interval: number;
  /** `Timeout` of its Import block or of all, in seconds, or 0. */
  readonly timeout: number;
  /** What it logs begins with its name: `LogPrefix` of its Import block or of all. */
  readonly log_prefix: boolean;
}

export interface Session {
  readonly modules: readonly ModuleInfo[];
  readonly script_dir: string;
  readonly base_dir: string;
  readonly hostname: string;
  /** Seconds: the interval of the LoadPlugin block. */
  readonly interval: number;
  /** Seconds: collectd's own Interval. */
  readonly global_interval: number;
  readonly log_traces: boolean;
  /** Calls are counted: lib/callbacks/tally.ts. */
  readonly statistics: boolean;
  /** Seconds for one call of a callback, where no Timeout says otherwise. */
  readonly default_timeout: number;
  /** MiB: of this worker's heap and ArrayBuffers. */
  readonly heap_limit: number;
  /** collectd's own version. */
  readonly version: string;
}

/** A configuration item: key, values, children. */
export type ConfigTree = [string, (string | number | boolean)[], ConfigTree[]];

/** What take() and box() need to know a write callback's queue by. */
export type WriterHandle = { readonly writer: unique symbol };

/** Meta data as it crosses: key, type, value, key, type, value, … */
export type FlatMeta = (string | number | bigint | boolean)[];

export type DataSourceFields = [name: string, type: number, min: number | null, max: number | null];

/** Why not (REFUSAL_*), and for REFUSAL_DUPLICATE the place of the other one. */
export type Refusal = readonly [reason: number, place: string];

/** The names that were in the cache at one moment. */
export type CacheNamesHandle = { readonly cacheNames: unique symbol };

/** name, time, interval (seconds), values (gauges: numbers, others: bigints), rates */
export type CacheEntryFields = [
  name: string,
  time: number,
  interval: number,
  value: (number | bigint)[],
  rate: number[],
];

/** NaN: there is no such limit. `flags`: UT_FLAG_*. */
export type ThresholdFields = [
  host: string,
  plugin: string,
  plugin_instance: string,
  type: string,
  type_instance: string,
  data_source: string,
  warning_min: number,
  warning_max: number,
  failure_min: number,
  failure_max: number,
  hysteresis: number,
  hits: number,
  flags: number,
];

/**
 * A notification as it crosses: severity, time, message, host, plugin, plugin_instance,
 * type, type_instance, meta data, and how many notifications have led to it, with a flag of
 * lib/values/notification.ts: the native part keeps the number as it is.
 */
export type NotificationFields = [
  severity: number,
  time: number,
  message: string,
  host: string,
  plugin: string,
  plugin_instance: string,
  type: string,
  type_instance: string,
  meta: FlatMeta,
  depth: number,
];

/** For lib/repl alone. */
export interface Interactive {
  /** Runs `code`; a Ctrl-C that comes in on the socket, or its end, ends it with an Error. */
  interruptible<T>(socket: number, code: () => T): T;
  /** A socket that is the terminal of collectd. */
  open_terminal(): number;
  /** Columns and rows. */
  terminal_size(): [number, number];
  /** A listening unix socket, mode 0600. */
  listen_socket(path: string): number;
  /** Removes it, unless somebody else has put something in its place. */
  remove_socket(path: string): void;
  stop_collectd(): void;
}

export interface Native {
  readonly session: Session;
  listen(handlers: Handlers): void;
  /** The outcome of a call that a handler was given. */
  settle(call: number, succeeded: boolean): void;

  /**
   * An id, or why not. `group` is that of a read, or empty.
   */
  register(
    kind: number,
    identifier: string,
    module: number,
    location: string,
    interval: number,
    timeout: number,
    group: string,
  ): number | Refusal;
  /** By id, or by identifier when the id is 0. Returns the ids that were removed. */
  unregister(kind: number, identifier: string, id: number): number[];
  /** The reads of a group in all workers. Returns the ids that were removed. */
  unregister_group(group: string): number[];
  /** Calls of a callback that have ended: how many, how many failed; seconds of all, of the longest. */
  tally(callback: number, calls: number, failures: number, seconds: number, longest: number): void;

  /**
   * A write callback's handle, its records (lib/callbacks/record-reader.ts), its progress (lib/callbacks/write-queue.ts),
   * and the cells beside the records, or none; with `rates` its lists come in boxes. When its
   * queue is full the oldest lists are dropped, or those that arrive. Undefined: the callback
   * has been taken back meanwhile, or its module was left out.
   */
  writer(
    callback: number,
    rates: boolean,
    drops_oldest: boolean,
  ): [WriterHandle, records: ArrayBuffer, progress: ArrayBuffer, cells: ArrayBuffer] | undefined;
  /** How many value lists have not reached a callback, from the start on. */
  dropped(callback: number): number;
  /** Which events a cache event callback wants: a bit for each CE_VALUE_*. */
  cache_event_kinds(callback: number, bits: number): void;
  /**
   * Releases `done` records, then leaves in `taken` the next part (TAKEN_*), and whether a
   * thread waits for this worker to answer something else.
   */
  take(writer: WriterHandle, done: number, most: number): void;
  readonly taken: ArrayBuffer;
  /** Values, meta data that is not in the cell and, where they were asked for, rates. */
  box(writer: WriterHandle, index: number): [(number | bigint)[], FlatMeta, number[]?] | undefined;
  /** host, plugin, plugin_instance, type, type_instance; last: whether all were UTF-8. */
  identifier(slot: number, generation: number): [string, string, string, string, string, boolean];

  /** The dispatch frame (lib/values/dispatch-frame.ts). */
  readonly frame: ArrayBuffer;
  /** Its five strings, NAME_SIZE bytes each. */
  readonly fields: ArrayBuffer;
  dispatch(): void;
  /** To one write callback or to all; whether a queue of this process' own was full. */
  write(destination: string | null): boolean;
  /** Writes a field that is not plain ASCII; true when it had to be cut. */
  encode(field: number, text: string): boolean;
  /** Meta data of the next dispatch (lib/values/packed-meta.ts). */
  readonly meta_frame: ArrayBuffer;
  /** The same where it has no room there; for the next dispatch only. */
  meta(meta: FlatMeta): void;
  /** name, type (lib/values/data-sets.ts), min, max: of types.db and of modules. */
  data_set(type: string): DataSourceFields[] | undefined;
  /** Undefined, or why not. */
  register_data_set(
    name: string,
    sources: readonly DataSourceFields[],
    module: number,
    location: string,
  ): Refusal | undefined;

  /** All by identifier; undefined: the cache does not have it. */
  cache_value(name: string): (number | bigint)[] | undefined;
  cache_rate(name: string): number[] | undefined;
  /** STATE_* */
  cache_state(name: string): number | undefined;
  cache_hits(name: string): number | undefined;
  /** The latest first, one number for each data source. */
  cache_history(name: string, steps: number): number[] | undefined;
  cache_meta(name: string): FlatMeta | undefined;
  /** When the newest list in it was made, of those that were made by now, in seconds; 0: there is none. */
  cache_newest(): number;
  cache_open(): CacheNamesHandle;
  /** Up to CACHE_PART, none at the end. */
  cache_names(names: CacheNamesHandle, from: number): string[];
  /** The same; undefined: it is not in the cache any more. */
  cache_entries(names: CacheNamesHandle, from: number): (CacheEntryFields | undefined)[];
  /** For a data source of an identifier, or ("") for the first one. */
  threshold(name: string, data_source: string): ThresholdFields | undefined;

  /** False when nobody listens. */
  notify(fields: NotificationFields): boolean;
  /** Undefined: there is none, or lists that came before it are not written yet. */
  take_notification(callback: number): NotificationFields | undefined;
  /** `depth`: how many flushes have led to this one. */
  flush(plugin: string | null, seconds: number, identifier: string | null, depth: number): void;

  log(severity: number, text: string, quiet: boolean): void;
  take_message(callback: number): [number, string] | undefined;

  /** Before a child is started: SIGCHLD must be libuv's, and our descriptors are not for it. */
  before_child(): void;
  /** Its status is libuv's to collect, until child_ended(). */
  child_started(pid: number): void;
  child_ended(pid: number): void;

  /** Tells `done` errno, or 0 and `new FileHandle(fd)`: lib/process/descriptors/file-handles.ts. */
  open_file(
    path: string | Uint8Array,
    flags: number,
    mode: number,
    FileHandle: abstract new (fd: number) => object,
    done: (errno: number, handle?: object) => void,
  ): void;

  readonly interactive: Interactive;

  /** Seconds that the clock of deadlines has stood still, with the process. */
  stood_still(): number;

  shared_get(key: string): string | undefined;
  shared_set(key: string, text: string): void;

  promote_libnode(): void;
  /**
   * The next process.dlopen() loads an addon: what it asks of libuv's thread pool counts, and libuv's default loop is
   * this thread's. `asCopy`: it is loaded once more, though it is loaded already.
   */
  expect_addon(asCopy: boolean): void;
  /** After process.dlopen(), whether it has failed or not. */
  addon_loaded(): void;
}

/** Called by native/script/js_entry.cc. None of them may throw. */
export interface Handlers {
  import_module(call: number, module: number): void;
  /** `block`: null for a callback that no `<Module>` block names. */
  configure(call: number, callback: number, block: ConfigTree | null): void;
  run(call: number, callback: number): void;
  /** After the last shutdown callback: emits the 'exit' event of the process. */
  exit(call: number): void;
  /** True: more waits, but the event loop has its turn first. */
  write(callback: number): boolean;
  log(callback: number): void;
  /** `depth`: how many flushes have led to this one. */
  flush(
    call: number,
    callback: number,
    seconds: number,
    identifier: string | null,
    depth: number,
  ): void;
  notification(callback: number): void;
  /** An execution was ended from outside: whatever it had begun is over. */
  recover(): void;
  /** collectd stops: what goes on is told so. */
  stop(): void;
  create_filter(call: number, filter: number, callback: number, block: ConfigTree): void;
  /**
   * A value list for a match or target; values, their types, time and interval are in
   * the frame. Returns FC_MATCH_* or FC_TARGET_* in FILTER_VERDICT_BITS, above them what
   * of the frame replaces what was shown (FILTER_CHANGED_*).
   */
  filter(
    filter: number,
    host: string,
    plugin: string,
    plugin_instance: string,
    type: string,
    type_instance: string,
    is_utf8: boolean,
    meta: FlatMeta | null,
  ): number;
  /** Identifiers that are not known any more. */
  forget(slots: number[]): void;
  /** A child is gone, and somebody else got its status. */
  child_lost(pid: number): void;
}

/** What a thread has that a module makes with worker_threads. */
export interface ThreadNative
  extends Pick<
    Native,
    | 'log'
    | 'before_child'
    | 'child_started'
    | 'child_ended'
    | 'promote_libnode'
    | 'expect_addon'
    | 'addon_loaded'
  > {
  /** Where this thread is out of memory, the worker of the module with that path ends. */
  /** `limit` is in MiB; 0: none. */
  guard_thread(path: string, name: string, limit: number): void;
}

export let native: Native;

/** Once, by boot.ts, before anything else of lib/ runs. */
export function attach(binding: Native): void {
  native = binding;
}

/** The same in lib/worker/thread-boot.ts, whose code uses nothing else of it. */
export function attachThread(binding: unknown): ThreadNative {
  native = binding as Native;
  return binding as ThreadNative;
}
