// A module that replaces functions of JavaScript's own, or puts setters where arrays and objects look for
// them: collectd goes on, and so does another module in the same worker.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';
import { expectUnharmed, starting } from './hazard.ts';

const GOOD = `import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_read(() => { report('good', performance.now()); }, { interval: 0.2 });`;

/** All functions of an object throw from then on. */
const breaking = (owner: string): string =>
  `for (const name of Reflect.ownKeys(${owner})) {
    // Node itself needs pop() for each callback of a timer, and apply() for each immediate one.
    if (name === 'constructor' || name === 'pop' || name === 'apply') continue;
    const { value, configurable } = getOwn(${owner}, name)!;
    if (typeof value === 'function' && configurable) define(${owner}, name, { value: fail, configurable: true });
  }`;

const broken: Record<string, string> = {
  arrays: breaking('Array.prototype'),
  iterators: breaking('Object.getPrototypeOf([][Symbol.iterator]())'),
  maps: breaking('Map.prototype'),
  sets: breaking('Set.prototype'),
  weak: breaking('WeakMap.prototype'),
  promises: breaking('Promise.prototype'),
  functions: breaking('Function.prototype'),
  strings: breaking('String.prototype'),
  expressions: breaking('RegExp.prototype'),
  numbers: `${breaking('Number.prototype')} ${breaking('BigInt.prototype')}`,
  json: breaking('JSON'),
  math: breaking('Math'),
  reflect: breaking('Reflect'),
  objects: breaking('Object'),
  statics: `${breaking('Array')} ${breaking('Promise')} ${breaking('BigInt')} ${breaking('Number')}`,
  clock: `${breaking('Date')} ${breaking('performance')} ${breaking('Object.getPrototypeOf(performance)')}`,
  globals: `for (const name of ['Promise', 'Error', 'Map', 'Set', 'String', 'Number', 'BigInt', 'Object', 'Array', 'Buffer',
    'performance', 'setTimeout', 'setImmediate', 'clearTimeout', 'queueMicrotask', 'AbortController'])
    define(globalThis, name, { value: fail, configurable: true, writable: true });`,
  events: breaking('Object.getPrototypeOf(process.constructor.prototype)'),
  getters: `for (const name of ['get', 'set', 'value', 'then', 'writable', 'length', 'depth', 'quiet'])
    define(Object.prototype, name, { configurable: true, get: fail, set: fail });`,
  frozen: `for (const one of [Object, Function, Array, Map, Set, WeakMap, Promise, Error, TypeError, String, Number, RegExp, Symbol])
    for (const part of [one, one.prototype]) freeze(part);`,
  bytes: `${breaking('Object.getPrototypeOf(Uint8Array.prototype)')} ${breaking('ArrayBuffer.prototype')} ${breaking('DataView.prototype')}`,
  buffers: `${breaking('Buffer.prototype')} ${breaking('Buffer')}`,
  traces: `Error.prepareStackTrace = fail; Error.captureStackTrace = fail; Error.stackTraceLimit = 0;`,
  contexts: `${breaking('AsyncLocalStorage.prototype')} ${breaking('AsyncResource.prototype')}`,
  signals: `for (const one of [AbortController, AbortSignal, EventTarget, Event]) { ${breaking('one.prototype')} } ${breaking('AbortSignal')}`,
  references: `for (const one of [WeakRef, FinalizationRegistry, WeakSet, Symbol, Date]) { ${breaking('one.prototype')} } ${breaking('Atomics')}`,
  errors: `for (const name of ['name', 'message', 'stack', 'cause', 'code', 'toString'])
    for (const one of [Error.prototype, Object.prototype]) define(one, name, { configurable: true, get: fail, set: fail });`,
  symbols: `for (const name of ['iterator', 'asyncIterator', 'hasInstance', 'toPrimitive', 'toStringTag', 'species', 'isConcatSpreadable', 'match', 'replace', 'split', 'unscopables'])
    define(Object.prototype, (Symbol as any)[name], { configurable: true, get: fail, set: fail });`,
  conversions: `for (const one of [Object, Function, Array, Error, String, Number, BigInt, Symbol]) for (const name of ['toString', 'valueOf', 'toJSON', 'toLocaleString'])
    define(one.prototype, name, { configurable: true, get: fail });`,
  constructors: `for (const one of [Object, Function, Array, Error, Map, Promise, RegExp, Uint8Array, ArrayBuffer, String])
    define(one.prototype, 'constructor', { configurable: true, get: fail, set: fail });`,
  species: `for (const one of [Array, Map, Set, Promise, RegExp, ArrayBuffer, Object.getPrototypeOf(Uint8Array)])
    define(one, Symbol.species, { configurable: true, get: fail });`,
  fields: `for (const name of ['host', 'plugin_instance', 'type_instance', 'time', 'interval', 'meta', 'severity', 'callback', 'data', 'keys', 'batch', 'next', 'done', 'module', 'context', 'signal'])
    define(Object.prototype, name, { configurable: true, get: fail, set: fail });`,
  instances: `for (const one of [Error, Map, Promise])
    define(one, Symbol.hasInstance, { configurable: true, value: fail });`,
};

/** @param isLate - nothing goes through collectd before the break: whatever it needs first is needed after it. */
const peer = (name: string, isLate: boolean): string => `
import collectd, { Notification, Values } from 'collectd';
import fs from 'node:fs';
const file = fs.openSync(process.env.HOME + '/reports', 'a');
const { writeSync } = fs;
const isBroken = (): boolean => (globalThis as any).isBroken === true;
const said: Record<string, boolean> = Object.create(null);
const say = (what: string): void => { if (!isBroken() || said[what]) return; said[what] = true; writeSync(file, '["${name}","' + what + '"]\\n'); };
const values = new Values({ type: 'if_octets', plugin: '${name}', values: [1, 2], meta: { a: 'b', c: 5n, 'größe': 'groß' } });
const several = new Values({ type: 'load', plugin: '${name}', values: [1, 2, 3] });
const notification = new Notification({ message: 'sent', plugin: '${name}' });
collectd.register_read(() => { ${isLate ? 'if (!isBroken()) return;' : ''} values.dispatch(); several.dispatch(); notification.dispatch(); collectd.info('line of ${name}'); say('read'); }, { interval: 0.5 });
collectd.register_read(async () => { await null; say('later'); }, { name: '${name}.later', interval: 0.2 });
collectd.register_read(async () => { await null; throw 'read of ${name}'; }, { name: '${name}.failing', interval: 0.2 });
collectd.register_write((vl) => { if (vl.plugin === '${name}' && vl.values[1] === 2 && (vl.type === 'load' || vl.meta['größe'] === 'groß')) say('write ' + vl.type); });
collectd.register_write(async (vl) => { await null; if (vl.plugin === '${name}') say('write later'); }, { name: '${name}.later' });
collectd.register_write((lists) => { if (lists[0]?.plugin !== undefined) say('write batch'); }, { name: '${name}.batch', batch: true });
collectd.register_notification((n) => { if (n.plugin === '${name}' && n.message === 'sent') say('notification'); });
collectd.register_log((_severity, text) => { if (text === 'line of ${name}') say('log'); });
const start = (): void => { setTimeout(() => { if (isBroken()) throw 'timer of ${name}'; start(); }, 100); };
start();`;

const bad = (code: string): string => `
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { afterStart } from './start.ts';
const fail = (): never => { throw 'broken'; };
const { defineProperty: define, getOwnPropertyDescriptor: getOwn, freeze } = Object;
afterStart(() => { (globalThis as any).isBroken = true; ${code} });`;

const works = [
  'read',
  'later',
  'write if_octets',
  'write load',
  'write later',
  'write batch',
].concat(['notification', 'log']);

test.each([
  ['after values have come', false],
  ['before anything has come', true],
])('each in a worker of its own, %s', async (_when, isLate) => {
  const names = Object.keys(broken);
  const imports = names.flatMap((name) =>
    [`peer_${name}`, `bad_${name}`].map(
      (module) => `<Import "${module}">\nWorker "${name}"\n</Import>`,
    ),
  );
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, ['Import "good"', ...imports].join('\n')),
    files: {
      ...reporting,
      ...starting,
      'start.ts': starting['start.ts'].replace(
        "{ name: 'start'",
        '{ name: `start${Math.random()}`',
      ),
      'good.ts': GOOD,
      ...Object.fromEntries(
        names.flatMap((name) => [
          [`peer_${name}.ts`, peer(name, isLate)],
          [`bad_${name}.ts`, bad(broken[name] as string)],
        ]),
      ),
    },
  });
  const missing = (): string[] => {
    const log = daemon.log();
    return names.flatMap((name) => {
      const said = new Set(reported(daemon, name));
      return [
        ...works.filter((what) => !said.has(what)),
        ...(log.includes(`asynchronous code: string: timer of ${name}`) ? [] : ['timer']),
        ...(log.includes(`read callback: string: read of ${name}`) ? [] : ['failure']),
      ].map((what) => `${name}: ${what}`);
    });
  };
  await expect.poll(missing, { timeout: 60_000 }).toEqual([]);
  await expectUnharmed(daemon);
});
