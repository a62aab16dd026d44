// What is sent of statistics, from interval to interval.
import { expect, test } from 'vitest';
import { Ledger, type Sample } from '../../lib/network/send/ledger.ts';

const gauge = { type: 'gauge', dstype: 'gauge' } as const;
const derive = { type: 'derive', dstype: 'derive' } as const;
const values = (samples: Sample[]): unknown[] => samples.map(({ name, value }) => [name, value]);

test('an idle counter is sent as 0 for six intervals, then not until it is used again', () => {
  const ledger = new Ledger();
  ledger.add('x', gauge, 5);
  expect(values(ledger.snapshot(true))).toEqual([['x', 5]]);
  for (let n = 0; n < 6; n++) expect(values(ledger.snapshot(true))).toEqual([['x', 0]]);
  for (let n = 0; n < 3; n++) expect(ledger.snapshot(true)).toEqual([]);
  ledger.add('x', gauge, 2);
  expect(values(ledger.snapshot(true))).toEqual([['x', 2]]);
  expect(values(ledger.snapshot(true))).toEqual([['x', 0]]);
});

test('an exact gauge keeps its value, until it is unset', () => {
  const ledger = new Ledger();
  ledger.set('x', gauge, 5);
  for (let n = 0; n < 9; n++) expect(values(ledger.snapshot(true))).toEqual([['x', 5]]);
  ledger.add('x', gauge, 2);
  expect(values(ledger.snapshot(true))).toEqual([['x', 7]]);
  expect(values(ledger.snapshot(true))).toEqual([['x', 0]]);
  ledger.set('x', gauge, 1);
  ledger.delete('x', gauge);
  expect(ledger.snapshot(true)).toEqual([]);
});

test('totals go on, and are remembered while they are not sent', () => {
  const ledger = new Ledger();
  ledger.add('x', derive, 2n ** 63n - 1n);
  for (let n = 0; n < 7; n++) {
    expect(values(ledger.snapshot(true))).toEqual([['x', 2n ** 63n - 1n]]);
  }
  expect(ledger.snapshot(true)).toEqual([]);
  ledger.add('x', derive, 1n);
  expect(values(ledger.snapshot(true))).toEqual([['x', -(2n ** 63n)]]);
});

test('in between, only what happened is sent', () => {
  const ledger = new Ledger();
  ledger.set('exact', gauge, 1);
  ledger.add('x', gauge, 5);
  expect(ledger.snapshot(false)).toHaveLength(2);
  expect(ledger.snapshot(false)).toEqual([]);
  ledger.add('x', gauge, 1);
  expect(values(ledger.snapshot(false))).toEqual([['x', 1]]);
  expect(values(ledger.snapshot(true))).toEqual([
    ['exact', 1],
    ['x', 0],
  ]);
});
