// Lines that wait.
import { expect, test } from 'vitest';
import { FULL } from '../../plugins/carbon_writer/lines/lines.ts';
import { LineBuffer } from '../../plugins/carbon_writer/receiver/line-buffer.ts';
import { chunk } from './chunks.ts';

/** Takes them out. */
function all(buffer: LineBuffer): string {
  let text = '';
  for (let next = buffer.next(); next !== undefined; next = buffer.next()) {
    text += next.text;
    buffer.taken();
  }
  return text;
}

test('hands lines out in the order in which they came', () => {
  const buffer = new LineBuffer(100);
  expect(buffer.push(chunk(1, 3))).toBe(0);
  expect(buffer.next()).toEqual(chunk(1, 3));
  expect(buffer.push(chunk(4, 2))).toBe(0);
  expect([buffer.lines, buffer.waiting, buffer.first, buffer.end]).toEqual([5, 2, 3, 5]);
  buffer.taken();
  expect([buffer.lines, buffer.waiting, buffer.first, buffer.end]).toEqual([2, 2, 3, 5]);
  expect(buffer.next()).toEqual(chunk(4, 2));
  buffer.taken();
  expect(buffer.next()).toBeUndefined();
});

test('what was not taken is handed out again', () => {
  const buffer = new LineBuffer(100);
  buffer.push(chunk(1, 5));
  buffer.next();
  buffer.push(chunk(6, 2));
  buffer.taken(2);
  expect([buffer.lines, buffer.waiting, buffer.first]).toEqual([5, 5, 2]);
  expect(buffer.next()).toEqual(chunk(3, 3));
  buffer.taken(0);
  expect(all(buffer)).toBe(chunk(3, 5).text);
});

test('keeps so many lines, and those that came first', () => {
  const buffer = new LineBuffer(5);
  expect(buffer.push(chunk(1, 3))).toBe(0);
  expect(buffer.push(chunk(4, 4))).toBe(2);
  expect(buffer.push(chunk(8, 9))).toBe(9);
  expect([buffer.first, buffer.lines]).toEqual([0, 5]);
  expect(all(buffer)).toBe(chunk(1, 5).text);
});

test('what the connection has needs its room until it is taken', () => {
  const buffer = new LineBuffer(5);
  buffer.push(chunk(1, 5));
  buffer.next();
  expect(buffer.push(chunk(6, 1))).toBe(1);
  buffer.taken(3);
  expect(buffer.push(chunk(7, 4))).toBe(1);
  expect(all(buffer)).toBe(chunk(4, 2).text + chunk(7, 3).text);
});

test('counts what it refused, chunk by chunk', () => {
  const buffer = new LineBuffer(1000);
  let refused = 0;
  let pushed = 0;
  for (; pushed < 10_000; pushed += 7) refused += buffer.push(chunk(pushed, 7));
  expect(buffer.lines).toBe(1000);
  expect(refused + 1000).toBe(pushed);
  expect(all(buffer)).toBe(chunk(0, 1000).text);
});

test('what is added keeps its place whatever the limit is', () => {
  const buffer = new LineBuffer(5);
  buffer.add(chunk(0, 8));
  expect(buffer.push(chunk(8, 2))).toBe(2);
  expect(all(buffer)).toBe(chunk(0, 8).text);
});

test('small chunks are put together, but not with what the connection has', () => {
  const buffer = new LineBuffer(1_000_000);
  for (let n = 0; n < 20_000; n++) {
    buffer.push(chunk(n, 1));
    if (n === 0) buffer.next();
  }
  expect(buffer.next()).toEqual(chunk(0, 1));
  buffer.taken();
  const sizes: number[] = [];
  for (let next = buffer.next(); next; next = buffer.next()) {
    sizes.push(next.text.length);
    buffer.taken();
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(FULL);
  expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(FULL - 100);
});

test('what is not ASCII is counted in lines as well', () => {
  const text = 'ä.ö 1 1\nü 2 1\nß 3 1\n';
  const buffer = new LineBuffer(2);
  expect(buffer.push({ text, lines: 3, isAscii: false })).toBe(1);
  expect(buffer.next()).toEqual({ text: 'ä.ö 1 1\nü 2 1\n', lines: 2, isAscii: false });
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
