import collectd, * as names from 'collectd';
import { expect, test } from 'vitest';
import { rangeError, runtimeError, typeError } from '../../lib/shared/errors.ts';

test('errors have the classes of their Python counterparts, and codes', () => {
  const made = [
    runtimeError('ERR_COLLECTD_VALUES', 'a'),
    typeError('ERR_COLLECTD_UNKNOWN_TYPE', 'b'),
    rangeError('ERR_COLLECTD_OUT_OF_RANGE', 'c'),
  ];
  expect(made.map((error) => [error.constructor, error.name, error.code, error.message])).toEqual([
    [Error, 'Error', 'ERR_COLLECTD_VALUES', 'a'],
    [TypeError, 'TypeError', 'ERR_COLLECTD_UNKNOWN_TYPE', 'b'],
    [RangeError, 'RangeError', 'ERR_COLLECTD_OUT_OF_RANGE', 'c'],
  ]);
});

test('CollectdError can be subclassed', () => {
  class Own extends collectd.CollectdError {}
  const own = new Own('m', { cause: 1 });
  expect(own).toBeInstanceOf(collectd.CollectdError);
  expect(own).toBeInstanceOf(Error);
  expect([own.name, own.message, own.cause]).toEqual(['CollectdError', 'm', 1]);
});

test('every name is a named export too', () => {
  const { default: module, ...named } = names;
  const members = Object.entries(Object.getOwnPropertyDescriptors(module));
  // The getters become exports where the binding is (test/daemon/modules/identity.test.ts).
  const values = members.flatMap(([name, { get, value }]) => (get ? [] : [[name, value] as const]));
  expect(Object.keys(named).sort()).toEqual(values.map(([name]) => name).sort());
  for (const [name, value] of values) expect(Reflect.get(named, name)).toBe(value);
});

test('constants are those of the daemon', () => {
  expect([names.LOG_ERR, names.LOG_ERROR, names.LOG_WARNING, names.LOG_NOTICE]).toEqual([
    3, 3, 4, 5,
  ]);
  expect([names.LOG_INFO, names.LOG_DEBUG]).toEqual([6, 7]);
  expect([names.NOTIF_FAILURE, names.NOTIF_WARNING, names.NOTIF_OKAY]).toEqual([1, 2, 4]);
});
