/**
 * A daemon to take collectd's place: the contract of lib/contract/native.ts in JavaScript. A
 * function that is added there has to be filled in here, or this does not compile.
 */
import { open } from 'node:fs';
import type { Handlers, Native, NotificationFields, Session } from '../contract/native.ts';
import { COUNTER } from '../values/data-sets.ts';
import { Cache } from './cache.ts';
import { Calls } from './calls.ts';
import { type DataSets, KnownDataSets } from './data-sets.ts';
import { DispatchFrameMemory } from './dispatch-frame.ts';
import { Messages } from './messages.ts';
import type { Output, ValueList } from './output.ts';
import { Registry } from './registry.ts';
import { escapeSlashes, truncateText } from './strings.ts';
import { Writers } from './writers.ts';

export type { DataSets } from './data-sets.ts';
export type { Output, ValueList } from './output.ts';

const ENOENT = 2;
const MAX_NAME = 127;
const MAX_MESSAGE = 255;

export interface FakeCollectd {
  readonly native: Native;
  readonly registry: Registry;
  readonly calls: Calls;
  /** What the library is called by; there once it listens. */
  handlers(): Handlers;
  /** Gives write callbacks what waits for them, until nothing does or the time is up. */
  drain(seconds: number): Promise<void>;
}

export function createFakeCollectd(
  session: Session,
  dataSets: DataSets,
  output: Output,
): FakeCollectd {
  const registry = new Registry();
  const calls = new Calls();
  const memory = new DispatchFrameMemory();
  const writers = new Writers();
  const cache = new Cache();
  const known = new KnownDataSets(dataSets);
  const logged = new Messages<[number, string]>();
  const notified = new Messages<NotificationFields>();
  const shared = new Map<string, string>();
  let handlers: Handlers | undefined;

  const types = (type: string): number[] =>
    known.get(type)?.map(([, number]) => number) ?? [COUNTER];

  /** Later, as the daemon's queues are emptied later. */
  const wakeWriters = (): void => {
    setImmediate(() => {
      for (const callback of writers.busy()) if (handlers?.write(callback)) wakeWriters();
    });
  };
  const queue = (list: ValueList, callbacks: readonly number[], rates: number[]): void => {
    for (const callback of callbacks) writers.push(callback, list, rates);
    wakeWriters();
  };
  const all = (): number[] => registry.named('write').map(({ id }) => id);

  const native: Native = {
    session,
    listen(given) {
      handlers = given;
    },
    settle: (call, succeeded) => calls.settle(call, succeeded),

    register: (kind, identifier, _module, location, interval, timeout, group) =>
      registry.add({ kind, identifier, location, interval, timeout, group }),
    unregister_group: (group) => registry.removeGroup(group),
    unregister(kind, identifier, id) {
      const removed = registry.remove(kind, identifier, id);
      for (const one of removed) writers.close(one);
      return removed;
    },

    // Nobody asks: session.statistics is false.
    tally() {},

    // Its lists wait in boxes, so there are no cells.
    writer: (callback, withRates) => [
      ...writers.open(callback, withRates),
      new ArrayBuffer(8),
      new ArrayBuffer(0),
    ],
    cache_event_kinds: (callback, bits) => writers.wantEvents(callback, bits),
    take: (writer, done, most) => writers.take(writer, done, most),
    taken: writers.taken,
    box: (writer, index) => writers.box(writer, index),
    identifier: (slot) => writers.identifier(slot),

    frame: memory.frame,
    fields: memory.fields,
    dispatch() {
      const list = escaped(memory.take(types(memory.type), session));
      memory.status = 0;
      output.values(list);
      const listeners = registry.named('cache_event').map(({ id }) => id);
      writers.pushEvent(listeners, list, cache.has(list));
      queue(list, all(), cache.put(list, types(list.type)));
    },
    write(destination) {
      const list = memory.take(types(memory.type), session);
      const to = registry.named('write').filter(({ identifier }) => identifier === destination);
      // There are no writers but the plugin's own, and whoever reads the output.
      memory.status = destination === null || to.length > 0 ? 0 : ENOENT;
      if (destination === null) output.values(escaped(list));
      // Past the cache, as in collectd.
      const rates = list.values.map(() => Number.NaN);
      queue(list, destination === null ? all() : to.map(({ id }) => id), rates);
      return false;
    },
    encode: (field, text) => memory.encode(field, text),
    meta_frame: memory.metaFrame,
    meta(meta) {
      memory.meta = meta;
    },
    data_set: (type) => known.get(type),
    register_data_set: (name, sources, _module, location) =>
      registry.isCommitted ? 'too late' : known.add(name, sources, location),

    cache_value: (name) => cache.value(name),
    cache_rate: (name) => cache.rate(name),
    cache_state: (name) => cache.zero(name),
    cache_hits: (name) => cache.zero(name),
    cache_history: (name, steps) => cache.history(name, steps),
    cache_meta: (name) => cache.meta(name),
    cache_open: () => cache.open(),
    cache_names: (names, from) => cache.names(names, from),
    cache_entries: (names, from) => cache.entries(names, from),
    threshold: () => undefined,

    notify(fields) {
      const complete = cut(fields);
      output.notification(complete);
      for (const { id } of registry.named('notification')) {
        notified.push(id, complete);
        setImmediate(() => handlers?.notification(id));
      }
      return true;
    },
    take_notification: (callback) => notified.take(callback),
    flush(plugin, seconds, identifier) {
      for (const one of registry.named('flush')) {
        if (plugin !== null && one.identifier !== plugin) continue;
        void calls.make(1, (call) => handlers?.flush(call, one.id, seconds, identifier));
      }
    },

    log(severity, text, quiet) {
      output.log(severity, text);
      if (quiet) return;
      for (const { id } of registry.named('log')) {
        logged.push(id, [severity, text]);
        setImmediate(() => handlers?.log(id));
      }
    },
    take_message: (callback) => logged.take(callback),

    // SIGCHLD and the status of children are Node's alone here.
    before_child() {},
    child_started() {},
    child_ended() {},
    // Its environment does not end before the process, so that no file can get lost here.
    open_file(path, flags, mode, FileHandle, done) {
      open(typeof path === 'string' ? path : Buffer.from(path), flags, mode, (error, fd) => {
        if (error !== null) done(-(error.errno ?? 0));
        else done(0, Reflect.construct(FileHandle, [fd]));
      });
    },

    // Only the REPL inside collectd asks for these.
    interactive: {
      interruptible: (_socket, code) => code(),
      open_terminal: noTerminal,
      terminal_size: noTerminal,
      listen_socket: noTerminal,
      stop_collectd() {},
    },

    shared_get: (key) => shared.get(key),
    shared_set(key, text) {
      shared.set(key, text);
    },
    promote_libnode() {
      // Node itself has its symbols where addons look for them.
    },
  };

  return {
    native,
    registry,
    calls,
    handlers() {
      if (handlers === undefined) throw new Error('the library does not listen yet');
      return handlers;
    },
    async drain(seconds) {
      const deadline = performance.now() + seconds * 1000;
      while (writers.busy().length > 0 && performance.now() < deadline) {
        for (const callback of writers.busy()) handlers?.write(callback);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}

const escaped = (list: ValueList): ValueList => ({
  ...list,
  host: escapeSlashes(list.host),
  plugin: escapeSlashes(list.plugin),
  plugin_instance: escapeSlashes(list.plugin_instance),
  type: escapeSlashes(list.type),
  type_instance: escapeSlashes(list.type_instance),
});

/** As the daemon's fixed fields hold it, its time filled in. */
function cut(fields: NotificationFields): NotificationFields {
  const [severity, time, message, ...rest] = fields;
  const [host, plugin, plugin_instance, type, type_instance, meta, depth] = rest;
  return [
    severity,
    time || Date.now() / 1000,
    truncateText(message, MAX_MESSAGE),
    truncateText(host, MAX_NAME),
    truncateText(plugin, MAX_NAME),
    truncateText(plugin_instance, MAX_NAME),
    truncateText(type, MAX_NAME),
    truncateText(type_instance, MAX_NAME),
    meta,
    depth,
  ];
}

function noTerminal(): never {
  throw new Error('there is no collectd here whose terminal or socket this could be');
}
