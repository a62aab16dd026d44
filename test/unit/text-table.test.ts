// Texts in memory as strings, whether they were seen before or not.
import { expect, test } from 'vitest';
import { TextTable } from '../../lib/shared/text-table.ts';

/** As C++ leaves text: at a multiple of eight bytes, NULs behind it. */
function memory(...texts: string[]): { bytes: Buffer; words: Uint32Array; starts: number[] } {
  const starts: number[] = [];
  let size = 0;
  for (const text of texts) {
    starts.push(size);
    size += (Buffer.byteLength(text) + 8) & ~7;
  }
  const buffer = new ArrayBuffer(size);
  const bytes = Buffer.from(buffer);
  for (const [i, text] of texts.entries()) bytes.write(text, starts[i] ?? 0);
  return { bytes, words: new Uint32Array(buffer), starts };
}

const TEXTS = ['', 'a', 'cpu', 'größe', 'шлюз', 'x'.repeat(64), 'y'.repeat(65)];

test.each([1, 2, 1024])('texts come out as they are, in a table of %i', (slots) => {
  const table = new TextTable(slots);
  const { bytes, words, starts } = memory(...TEXTS);
  for (let round = 0; round < 4; round++)
    for (const [i, text] of TEXTS.entries()) {
      const [start, size] = [starts[i] as number, Buffer.byteLength(text)];
      expect(table.read(bytes, start, start + size)).toBe(text);
      expect(table.readAligned(bytes, words, start, size)).toBe(text);
    }
});

test('texts with the same hash are told apart', () => {
  const table = new TextTable(1024);
  // 'A' * 31 + 'a' is 'B' * 31 + 'B'.
  const bytes = Buffer.from('AaBBAaAaBB');
  const read = [0, 2, 4, 6, 8].map((at) => table.read(bytes, at, at + 2));
  expect(read).toEqual(['Aa', 'BB', 'Aa', 'Aa', 'BB']);
});

test('a NUL ends a text, and bytes that are not UTF-8 show as U+FFFD', () => {
  const table = new TextTable(16);
  const bytes = Buffer.from([0x61, 0, 0x62, 0xe9, 0x63]);
  for (let round = 0; round < 3; round++) {
    expect(table.read(bytes, 0, 3)).toBe('a');
    expect(table.read(bytes, 2, 5)).toBe('b\ufffdc');
  }
});
