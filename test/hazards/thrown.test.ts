// The log has whatever a module throws and does not catch, and it ends nothing: also what throws again when
// it is looked at.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const no = `() => { throw new Error('no'); }`;
const own = (name: string): string =>
  `Object.defineProperty(new Error('m'), '${name}', { get: ${no} })`;

/** Things that are thrown, and how the log shows them. */
const odd: readonly (readonly [source: string, shown: string])[] = [
  [`Object.assign(() => {}, { toString: ${no} })`, 'function: N/A'],
  [`Object.assign(() => {}, { [Symbol.toPrimitive]: ${no} })`, 'function: N/A'],
  [`function named() { return 'text'; }`, 'function: function named() '],
  [`class Own { static toString = ${no} }`, 'function: N/A'],
  [`new Proxy(() => {}, { get: ${no} })`, 'function: N/A'],
  [`new Proxy(class {}, { getPrototypeOf: ${no}, get: ${no} })`, 'function: N/A'],
  [`new Proxy({}, { get: ${no}, getPrototypeOf: ${no}, has: ${no} })`, 'object: {}'],
  [`new Proxy(new Error('m'), { get: ${no}, getOwnPropertyDescriptor: ${no} })`, 'object: N/A'],
  [`Object.create(null)`, 'object: [Object: null prototype] {}'],
  [`Object.create({ toString: ${no} })`, 'object: {}'],
  [`revoked({})`, 'object: <Revoked Proxy>'],
  [`revoked(() => {})`, 'function: N/A'],
  [`runInNewContext('new RangeError("elsewhere")')`, 'RangeError: elsewhere'],
  [`Symbol('s')`, 'symbol: Symbol(s)'],
  [`[Symbol('s')]`, 'object: [ Symbol(s) ]'],
  [`{ toString: () => ({}) }`, 'object: { toString: [Function: toString] }'],
  [own('name'), 'object: m'],
  [own('message'), 'Error: N/A'],
  [own('stack'), 'Error: m'],
  [`new Error('m', { cause: ${own('message')} })`, 'Error: m'],
  [
    `new Error('m', { cause: new Proxy(new Error(), { get: ${no}, getPrototypeOf: ${no} }) })`,
    'Error: m',
  ],
  [own('code'), 'Error: m'],
  [own('cause'), 'Error: m'],
  [own('errors'), 'Error: m'],
  [own('constructor'), 'Error: m'],
  [`Object.assign(new Error('m'), { name: { toString: ${no} } })`, 'object: m'],
  [`Object.assign(new Error('m'), { message: { toString: ${no} } })`, 'Error: N/A'],
  [`Object.assign(new Error('m'), { stack: { split: ${no} } })`, 'Error: m'],
  [`Object.setPrototypeOf(new Error('m'), null)`, 'object: m'],
  [`Object.assign(Object.create(CollectdError.prototype), { message: Symbol('m') })`, ''],
];

const text = `
import collectd, { CollectdError } from 'collectd';
import { runInNewContext } from 'node:vm';
import { report } from './report.ts';
import { afterStart } from './start.ts';
const revoked = <T extends object>(subject: T): T => { const { proxy, revoke } = Proxy.revocable(subject, {}); revoke(); return proxy; };
const odd: (() => unknown)[] = [${odd.map(([source]) => `() => (${source})`).join(',\n')}];
for (const [i, make] of odd.entries()) {
  collectd.register_read(() => { report('read', i); throw make(); }, { name: 'r' + i, interval: 3600 });
  collectd.register_read(async () => { throw make(); }, { name: 'l' + i, interval: 3600 });
}
process.on('warning', () => {});
afterStart(() => {
  for (const make of odd) {
    setTimeout(() => { throw make(); });
    setImmediate(() => { throw make(); });
    queueMicrotask(() => { throw make(); });
    process.nextTick(() => { throw make(); });
    Promise.reject(make());
    process.emit('warning', make() as never);
  }
  setTimeout(() => report('end', true), 1);
});`;

test('functions, proxies, getters that throw: one line each, the module goes on', async () => {
  const daemon = await startHazard({ text, options: 'LogTraces true' });
  await waitForReport(daemon, 'end');
  await daemon.waitFor(() => reported(daemon, 'read').length === odd.length);
  const missing = (): string[] =>
    ['read callback', 'asynchronous code'].flatMap((where) =>
      odd
        .filter(([, shown]) => !daemon.log().includes(`in ${where}: ${shown}`))
        .map(([source]) => `${where}: ${source}`),
    );
  await expect.poll(missing, { timeout: 45_000 }).toEqual([]);
  expect(daemon.log()).not.toMatch(/The worker of bad (has ended|runs again)/);
  await expectUnharmed(daemon);
});
