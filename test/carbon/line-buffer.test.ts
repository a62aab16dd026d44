// Lines that wait.
import { expect, test } from 'vitest';
import { LineBuffer } from '../../plugins/carbon_writer/line-buffer.ts';
import { chunk } from './chunks.ts';

function all(buffer: LineBuffer): string {
  let text = '';
  for (let next = buffer.shift(); next !== undefined; next = buffer.shift()) text += next.text;
  return text;
}

test('hands chunks out in the order in which they came', () => {
  const buffer = new LineBuffer(100);
  expect(buffer.push(chunk(1, 3))).toBe(0);
  expect(buffer.push(chunk(4, 2))).toBe(0);
  expect(buffer.lines).toBe(5);
  expect(buffer.end).toBe(5);
  expect(buffer.shift()).toEqual(chunk(1, 3));
  expect([buffer.first, buffer.lines]).toEqual([3, 2]);
  expect(buffer.shift()).toEqual(chunk(4, 2));
  expect(buffer.shift()).toBeUndefined();
});

test('keeps so many lines, and the youngest', () => {
  const buffer = new LineBuffer(5);
  expect(buffer.push(chunk(1, 3))).toBe(0);
  expect(buffer.push(chunk(4, 4))).toBe(2);
  expect([buffer.first, buffer.lines]).toEqual([2, 5]);
  expect(buffer.push(chunk(8, 9))).toBe(9);
  expect([buffer.first, buffer.lines]).toEqual([11, 5]);
  expect(all(buffer)).toBe(chunk(12, 5).text);
});

test('counts what it dropped, chunk by chunk', () => {
  const buffer = new LineBuffer(1000);
  let dropped = 0;
  for (let n = 0; n < 10_000; n += 7) dropped += buffer.push(chunk(n, 7));
  expect(buffer.lines).toBe(1000);
  expect(dropped + 1000).toBe(buffer.end);
  expect(all(buffer)).toBe(chunk(dropped, 1000).text);
});

test('shows a part of its lines', () => {
  const buffer = new LineBuffer(100, 50);
  buffer.push(chunk(0, 3));
  buffer.push(chunk(3, 3));
  buffer.push(chunk(6, 3));
  expect(buffer.text(52, 57)).toBe(chunk(2, 5).text);
  expect(buffer.text(0, 51)).toBe(chunk(0, 1).text);
  expect(buffer.text(53, 53)).toBe('');
});
