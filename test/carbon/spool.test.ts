// Lines on disk.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LineBuffer } from '../../plugins/carbon_writer/receiver/line-buffer.ts';
import { Spool } from '../../plugins/carbon_writer/receiver/spool.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { chunk } from './chunks.ts';

/** What another start of collectd would find. */
function onDisk(directory: string): string {
  return new Spool(directory)
    .load()
    .chunks.map(({ text }) => text)
    .join('');
}

function filled(lines: number, limit = 1_000_000): LineBuffer {
  const buffer = new LineBuffer(limit);
  for (let n = 0; n < lines; n += 100) buffer.push(chunk(n, Math.min(100, lines - n)));
  return buffer;
}

function opened(directory: string): Spool {
  const spool = new Spool(directory);
  spool.load();
  return spool;
}

test('what was saved is there at the next start, in order and once', () => {
  const directory = temporary();
  const spool = opened(directory);
  const buffer = filled(2500);
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(0, 2500).text);
  buffer.push(chunk(2500, 10));
  spool.save(buffer);
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(0, 2510).text);
});

test('what is about to be sent is on disk no more; what then stays is saved again', () => {
  const directory = temporary();
  const spool = opened(directory);
  const buffer = filled(2500);
  spool.save(buffer);
  const { lines = 0 } = buffer.next() ?? {};
  spool.release(buffer.first);
  expect(onDisk(directory)).toBe(chunk(1000, 1500).text);
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(lines, 2500 - lines).text);
  // The kernel did not take the last ones.
  buffer.taken(lines - 3);
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(lines - 3, 2503 - lines).text);
  while (buffer.next() !== undefined) {
    spool.release(buffer.first);
    buffer.taken();
  }
  expect(readdirSync(directory)).toEqual([]);
});

test('lines without room do not reach the disk, and cost nothing that is there', () => {
  const directory = temporary();
  const spool = opened(directory);
  const buffer = filled(2500, 3000);
  spool.save(buffer);
  expect(buffer.push(chunk(2500, 2000))).toBe(1500);
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(0, 3000).text);
});

test('numbers go on after a restart', () => {
  const directory = temporary();
  opened(directory).save(filled(1200));
  const spool = new Spool(directory);
  const { first, chunks } = spool.load();
  const buffer = new LineBuffer(10_000, first);
  for (const one of chunks) buffer.push(one);
  buffer.push(chunk(1200, 300));
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(0, 1500).text);
});

test('half a line at the end of a file is left out, and nothing follows it', () => {
  const directory = temporary();
  opened(directory).save(filled(10));
  appendFileSync(join(directory, '0000000000000000.lines'), 'm 10.0');
  const spool = new Spool(directory);
  const { first, chunks } = spool.load();
  const buffer = new LineBuffer(100, first);
  for (const one of chunks) buffer.push(one);
  buffer.push(chunk(10, 5));
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(0, 15).text);
});

test('gaps and strange files do not matter', () => {
  const files = {
    '0000000000000005.lines': chunk(0, 2).text,
    '0000000000000900.lines': chunk(2, 3).text,
    '0000000000000950.lines': '',
    README: 'not a spool',
  };
  const directory = temporary(files);
  const spool = new Spool(directory);
  const { first, chunks } = spool.load();
  const buffer = new LineBuffer(100, first);
  for (const one of chunks) buffer.push(one);
  buffer.push(chunk(5, 5));
  spool.save(buffer);
  expect(onDisk(directory)).toBe(chunk(0, 10).text);
  expect(readFileSync(join(directory, 'README'), 'utf8')).toBe('not a spool');
});

test('a file that cannot be written is an error, and what is there stays', () => {
  const directory = temporary();
  const spool = opened(directory);
  spool.save(filled(1000));
  mkdirSync(join(directory, '0000000000001000.lines'));
  const buffer = filled(2500);
  expect(() => spool.save(buffer)).toThrow(/EISDIR/);
  expect(readFileSync(join(directory, '0000000000000000.lines'), 'utf8')).toBe(chunk(0, 1000).text);
});

test('a directory that cannot be one is an error', () => {
  const directory = temporary();
  writeFileSync(join(directory, 'file'), '');
  expect(() => new Spool(join(directory, 'file')).load()).toThrow();
});
