// Items as objects and as text.
import { expect, test } from 'vitest';
import { decode, Notification, Values } from '../../lib/network/index.ts';
import { floatText } from '../../lib/network/items/text.ts';
import * as b from './bytes.ts';

test('the four lines that the Reader of 2009 printed', () => {
  const swap = (name: string, value: number): Buffer =>
    b.concat(b.typeInstance(name), b.values([1, b.double(value)]));
  const { items } = decode(
    b.concat(
      b.host('localhost.localdomain'),
      b.time(1237749608),
      b.interval(10),
      b.plugin('swap'),
      b.type('swap'),
      swap('used', 48082944),
      swap('free', 1007009792),
      swap('cached', 18640896),
      b.plugin('users'),
      b.type('users'),
      b.typeInstance(''),
      b.values([1, b.double(5)]),
    ),
  );
  expect(items.map(String)).toEqual([
    '[1237749608] localhost.localdomain/swap/swap/used [(1, 48082944.0)]',
    '[1237749608] localhost.localdomain/swap/swap/free [(1, 1007009792.0)]',
    '[1237749608] localhost.localdomain/swap/swap/cached [(1, 18640896.0)]',
    '[1237749608] localhost.localdomain/users/users [(1, 5.0)]',
  ]);
});

test('values iterate as pairs', () => {
  const item = new Values({ values: [1, 2n], dstypes: ['gauge', 'counter'] });
  expect([...item]).toEqual([
    ['gauge', 1],
    ['counter', 2n],
  ]);
});

test('integers have no point, whichever way they were read', () => {
  const item = new Values({
    host: 'h',
    time: 1.9,
    values: [2 ** 64, -3n, Number.NaN],
    dstypes: ['counter', 'derive', 'gauge'],
  });
  expect(`${item}`).toBe('[1] h [(0, 18446744073709551616), (2, -3), (1, nan)]');
});

test('what a Values is made of is its own', () => {
  const values = [1];
  const item = new Values({ values });
  item.values.push(2);
  expect(values).toEqual([1]);
  expect(item.dstypes).toEqual(['gauge']);
});

test('source leaves out what is empty', () => {
  const fields = { host: 'h', plugin: 'p', type: 't' };
  expect(new Values({ ...fields, plugin_instance: 'pi' }).source).toBe('h/p/pi/t');
  expect(new Values({ ...fields, type_instance: 'ti' }).source).toBe('h/p/t/ti');
  expect(new Values({ plugin: 'p' }).source).toBe('/p');
  expect(new Notification(fields).source).toBe('h/p/t');
});

test('notifications', () => {
  const item = new Notification({ host: 'h', time: 1237749608, severity: 2, message: 'low' });
  expect(String(item)).toBe('[1237749608] h [WARNING] low');
  expect(item.datetime.toISOString()).toBe('2009-03-22T19:20:08.000Z');
  expect(new Notification().severitystring).toBe('FAILURE');
  expect(new Notification({ severity: 4 }).severitystring).toBe('OKAY');
  expect(new Notification({ severity: 3 }).severitystring).toBe('UNKNOWN');
});

// From Python: repr(float).
test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [5, '5.0'],
  [-1.25, '-1.25'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [2 ** 64, '1.8446744073709552e+19'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [0.1, '0.1'],
  [0.0001, '0.0001'],
  [-0.00012345, '-0.00012345'],
  [0.00001, '1e-05'],
  [-1.5e-7, '-1.5e-07'],
  [5e-324, '5e-324'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [Number.NEGATIVE_INFINITY, '-inf'],
  [Number.NaN, 'nan'],
])('%d as Python writes it', (value, text) => {
  expect(floatText(value)).toBe(text);
});
