// Lines in datagrams.
import { expect, test } from 'vitest';
import { datagrams } from '../../plugins/carbon_writer/receiver/udp.ts';

const split = (text: string, limit: number) =>
  [...datagrams(Buffer.from(text), limit)].map((part) => part.toString());

test('whole lines, as many as fit', () => {
  expect(split('aa\nbb\ncc\n', 6)).toEqual(['aa\nbb\n', 'cc\n']);
  expect(split('aa\nbb\ncc\n', 8)).toEqual(['aa\nbb\n', 'cc\n']);
  expect(split('aa\nbb\n', 100)).toEqual(['aa\nbb\n']);
});

test('a line that is too long has a datagram of its own', () => {
  expect(split('aaaaaaaa\nb\nc\n', 4)).toEqual(['aaaaaaaa\n', 'b\nc\n']);
});
