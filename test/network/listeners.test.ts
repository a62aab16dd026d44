// A Reader's listeners: those that throw, and those beside a loop.
import { expect, onTestFinished, test } from 'vitest';
import type { DecodeError, Reader } from '../../lib/network/index.ts';
import * as b from './bytes.ts';
import { send, startReader, take } from './loopback.ts';

const list = (host: string): Buffer => b.concat(b.host(host), b.plugin('p'), b.gauge(1));
const three = b.concat(list('a'), list('b'), list('c'));

/** Messages of what is thrown and not caught, up to the end of the test. */
function uncaught(): string[] {
  const messages: string[] = [];
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => messages.push(error.message));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener);
  });
  return messages;
}

test('a listener that throws costs neither the rest of the datagram nor other listeners', async () => {
  const thrown = uncaught();
  const reader = await startReader();
  const seen: string[] = [];
  reader.on('item', (item) => {
    if (item.host === 'a') throw new Error('an item');
  });
  reader.on('values', (item) => {
    seen.push(item.host);
    if (item.host === 'b') throw new Error('a list');
  });
  const loop = take(reader, 3);
  await send([three], reader.address().port);
  expect((await loop).map((item) => item.host)).toEqual(['a', 'b', 'c']);
  expect(seen).toEqual(['a', 'b', 'c']);
  await expect.poll(() => thrown).toEqual(['an item', 'a list']);
});

test('a listener of errors or of the end may throw as well', async () => {
  const thrown = uncaught();
  const reader = await startReader();
  reader.on('decodeError', () => {
    throw new Error('an error');
  });
  reader.on('close', () => {
    throw new Error('the end');
  });
  await send([b.concat(list('a'), Buffer.alloc(7))], reader.address().port);
  expect((await take(reader, 1))[0]?.host).toBe('a');
  await reader.close();
  await expect.poll(() => thrown).toEqual(['an error', 'the end']);
});

test('a listener of `listening` that throws leaves the Reader ready', async () => {
  const thrown = uncaught();
  const { Reader } = await import('../../lib/network/index.ts');
  const reader = new Reader({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => reader.close());
  reader.on('listening', () => {
    throw new Error('a listener');
  });
  await reader.ready;
  await expect.poll(() => thrown).toEqual(['a listener']);
});

test('beside a loop they count once', async () => {
  const reader = await startReader();
  const errors: DecodeError[] = [];
  reader.on('values', () => {});
  reader.on('decodeError', (error) => errors.push(error));
  const loop = take(reader, 2);
  await send([b.concat(list('a'), Buffer.alloc(7)), list('b')], reader.address().port);
  expect(await loop).toHaveLength(2);
  expect(reader.statistics).toMatchObject({ datagrams: 2, items: 2, decodeErrors: 1 });
  expect(errors).toHaveLength(1);
});

test('datagrams from before the first of them, for a loop that never was, do not stay', async () => {
  const reader = await startReader();
  await send([list('a'), list('b')], reader.address().port);
  const datagrams = (reader: Reader) => reader.statistics.datagrams;
  await expect.poll(() => datagrams(reader)).toBe(2);
  const seen: string[] = [];
  reader.on('values', (item) => seen.push(item.host));
  await send([list('c')], reader.address().port);
  await expect.poll(() => seen).toEqual(['c']);
  expect(reader.statistics.dropped).toBe(2);
  await reader.close();
  expect(await take(reader, 1)).toEqual([]);
});
