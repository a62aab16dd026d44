// What register_* and unregister_* hand to the binding.
import collectd from 'collectd';
import { beforeEach, expect, test } from 'vitest';
import { registered } from '../../lib/callbacks/registry.ts';
import {
  REFUSAL_BY_COLLECTD,
  REFUSAL_DUPLICATE,
  REFUSAL_STOPPING,
  REFUSAL_TOO_LATE,
} from '../../lib/contract/layout.generated.ts';
import { attach, Kind, type Refusal } from '../../lib/contract/native.ts';
import { currentContext, setOnlyContext } from '../../lib/execution/context.ts';
import { fakeNative } from './fake-native.ts';

let calls: unknown[][];
let answer: number | Refusal;

beforeEach(() => {
  calls = [];
  answer = Math.floor(Math.random() * 1e9);
  attach(
    fakeNative({
      session: { default_timeout: 10 } as never,
      register: (...args) => {
        calls.push(args);
        return answer;
      },
      unregister: (_kind, _identifier, id) => (id === 0 ? [] : [id]),
    }),
  );
  setOnlyContext({
    module: { index: 3, name: 'own', path: '/own.ts', interval: 0, timeout: 0, log_prefix: true },
    interval: 10,
    quiet: false,
    depth: 0,
    flushDepth: 0,
  });
});

test('kind, identifier, module, place and interval', () => {
  expect(collectd.register_read(() => {})).toBe('nodejs.own');
  expect(collectd.register_read(() => {}, { name: 'n', interval: 5 })).toBe('nodejs.n');
  collectd.register_read(() => {}, 0);
  expect(
    calls.map(([kind, identifier, module, , interval]) => [kind, identifier, module, interval]),
  ).toEqual([
    [Kind.read, 'nodejs.own', 3, 10],
    [Kind.read, 'nodejs.n', 3, 5],
    [Kind.read, 'nodejs.own', 3, 10],
  ]);
  expect(calls[0]?.[3]).toMatch(/:\d+:\d+$/);
});

test("the timeout: its own, the module's, or the larger of 10 and the interval of a read", () => {
  const context = currentContext() as NonNullable<ReturnType<typeof currentContext>>;
  collectd.register_read(() => {}, { timeout: 0.5, interval: 60 });
  collectd.register_read(() => {}, { interval: 60 });
  collectd.register_read(() => {}, { interval: 2 });
  setOnlyContext({ ...context, module: { ...context.module, timeout: 3 } });
  collectd.register_read(() => {}, { interval: 60 });
  collectd.register_init(() => {});
  expect(calls.map(([, , , , , timeout]) => timeout)).toEqual([0.5, 60, 10, 3, 3]);
});

test.each([0, -1, NaN, 3601, Infinity])('the timeout %s is refused', (timeout) => {
  expect(() => collectd.register_read(() => {}, { timeout })).toThrow(RangeError);
});

test('a callback keeps its data and the context in which it was registered', () => {
  const data = {};
  collectd.register_init(() => {}, { data } as never);
  const entry = registered(Number(answer));
  expect(entry).toMatchObject({
    kind: { name: 'init' },
    identifier: 'nodejs.own',
    hasData: true,
    data,
  });
  expect(entry?.context).toBe(currentContext());
  collectd.unregister_init('nodejs.own');
  expect(registered(Number(answer))).toBeUndefined();
  expect(() => collectd.unregister_init('nodejs.own')).toThrow('"nodejs.own" is not registered');
});

test.each<[string, Refusal, string, RegExp]>([
  [
    'too late',
    [REFUSAL_TOO_LATE, ''],
    'ERR_COLLECTD_TOO_LATE',
    /^register_init: collectd runs already; register nodejs\.own while/,
  ],
  [
    'stopping',
    [REFUSAL_STOPPING, ''],
    'ERR_COLLECTD_TOO_LATE',
    /^register_init: collectd stops; nothing can be registered any more$/,
  ],
  [
    'refused by collectd',
    [REFUSAL_BY_COLLECTD, ''],
    'ERR_COLLECTD_DISPATCH',
    /^register_init: collectd refused nodejs\.own$/,
  ],
  [
    'a duplicate',
    [REFUSAL_DUPLICATE, '/a.ts:1:2'],
    'ERR_COLLECTD_DUPLICATE',
    /^register_init: nodejs\.own is registered already, at \/a\.ts:1:2; /,
  ],
])('the answer "%s" is an error', (_, refusal, code, message) => {
  answer = refusal;
  const register = () => collectd.register_init(() => {});
  expect(register).toThrow(message);
  expect(register).toThrow(expect.objectContaining({ code }));
});
