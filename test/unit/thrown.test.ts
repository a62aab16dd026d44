// The log says of each failure what it was and why it came about, in one line of bounded length.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { causesOf } from '../../lib/log/causes.ts';
import { thrownText } from '../../lib/log/thrown.ts';

const system = (fields: object, message = 'failed') => Object.assign(new Error(message), fields);

const refused = () =>
  system(
    { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: '127.0.0.1', port: 18999 },
    'connect ECONNREFUSED 127.0.0.1:18999',
  );

const cases: [name: string, thrown: unknown, text: string][] = [
  ['an error', new RangeError('too much'), 'RangeError: too much'],
  [
    'what fetch() throws',
    new TypeError('fetch failed', { cause: refused() }),
    'TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:18999',
  ],
  [
    'what fetch() throws where a name has two addresses',
    new TypeError('fetch failed', {
      cause: Object.assign(
        new AggregateError([
          system({ code: 'ECONNREFUSED' }, 'connect ECONNREFUSED ::1:1'),
          system({ code: 'ECONNREFUSED' }, 'connect ECONNREFUSED 127.0.0.1:1'),
        ]),
        { code: 'ECONNREFUSED' },
      ),
    }),
    'TypeError: fetch failed: connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1',
  ],
  [
    'a chain of causes',
    new Error('a', { cause: new RangeError('b', { cause: 'c' }) }),
    'Error: a: RangeError: b: c',
  ],
  [
    'a message that has its cause in it',
    new Error('no page: timed out', { cause: new Error('timed out', { cause: 'slow' }) }),
    'Error: no page: timed out: slow',
  ],
  [
    'a cause that is an object',
    new Error('a', { cause: { status: 404 } }),
    'Error: a: { status: 404 }',
  ],
  [
    'several errors',
    new AggregateError([new Error('x'), new TypeError('y'), 'z'], 'All promises were rejected'),
    'AggregateError: All promises were rejected: x; TypeError: y; z',
  ],
  [
    'many errors',
    new AggregateError(
      Array.from({ length: 9 }, (_, i) => new Error(`no ${i}`)),
      'many',
    ),
    'AggregateError: many: no 0; no 1; no 2; no 3; and 5 more',
  ],
  ['a code of the system', system({ code: 'EACCES', path: '/x' }), 'Error: failed (EACCES, /x)'],
  ['an errno', system({ errno: -2 }), 'Error: failed (ENOENT)'],
  ['an errno without a name', system({ errno: 123456 }), 'Error: failed (errno 123456)'],
  [
    'the address of a code',
    system({ code: 'ETIMEDOUT', address: '10.0.0.1', port: 80 }),
    'Error: failed (ETIMEDOUT, 10.0.0.1:80)',
  ],
  ['a code that only Node has', system({ code: 'ERR_INVALID_URL' }), 'Error: failed'],
  ['an object', { a: 1, b: { c: [1, 2] } }, 'object: { a: 1, b: { c: [Array] } }'],
  ['a list', [1, 'two'], "object: [ 1, 'two' ]"],
  ['an object with a text', new Date(Number.NaN), 'object: Invalid Date'],
  [
    'an object of a class',
    new (class Sensor {
      id = 3;
    })(),
    'object: Sensor { id: 3 }',
  ],
  ['text', 'text', 'string: text'],
  ['undefined', undefined, 'undefined was thrown, not an Error'],
  ['null', null, 'null was thrown, not an Error'],
  [
    'an error of another realm',
    runInContext('new RangeError("r")', createContext()),
    'RangeError: r',
  ],
  ['an error without a message', new Error(''), 'Error: N/A'],
  ['a cause alone', new Error('', { cause: new Error('why') }), 'Error: why'],
];

test.each(cases)('%s', (_, thrown, text) => expect(thrownText(thrown)).toBe(text));

test('fetch() of a port where nothing listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const thrown = await fetch(`http://127.0.0.1:${port}`).catch((error: unknown) => error);
  expect(thrownText(thrown)).toBe(
    `TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:${port}`,
  );
});

describe('what is made to have no end', () => {
  test('causes in a circle', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    expect(thrownText(first)).toBe('Error: first: second');
  });

  test('endless causes, and errors that hold one another', () => {
    const endless = (): Error =>
      Object.defineProperty(new Error('again'), 'cause', { get: endless }) as Error;
    expect(causesOf(endless())).toHaveLength(8);
    expect(thrownText(endless())).toBe('Error: again');
    const group = new AggregateError([], 'group');
    group.errors.push(group, group);
    expect(thrownText(group)).toBe('AggregateError: group');
  });

  test('long messages of causes, and objects with many entries', () => {
    const long = 'x'.repeat(400_000);
    const members = Array.from({ length: 4 }, (_, i) => new Error(`${i}${long}`));
    const error = new Error('outer', { cause: new AggregateError(members, long) });
    expect(thrownText(error).length).toBeLessThan(5000);
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i]));
    expect(thrownText(many)).toBe('object: [object Object]');
    expect(thrownText({ many })).toBe('object: { many: [Object] }');
    expect(thrownText({ long }).length).toBeLessThan(2000);
  });

  test('getters and proxies that throw', () => {
    const no = () => {
      throw new Error('no');
    };
    const hostile = new Proxy(new Error('m'), { get: no, getPrototypeOf: no, has: no });
    expect(thrownText(new Error('outer', { cause: hostile }))).toMatch(/^Error: outer/);
    expect(thrownText(Object.defineProperty(new Error('m'), 'errors', { get: no }))).toBe(
      'Error: m',
    );
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const group = Object.assign(new Error('m'), { errors: proxy, cause: proxy });
    expect(thrownText(group)).toMatch(/^Error: m/);
    expect(thrownText(Object.assign(new Error('m'), { errors: { length: 1e9 } }))).toBe('Error: m');
  });
});
