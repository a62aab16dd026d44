// Which leaks of a report are ours.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkSanitizer, withoutForeignLeaks } from '../daemon/harness/sanitizer.ts';

const head = `
=================================================================
==1==ERROR: LeakSanitizer: detected memory leaks

`;
const leak = (...frames: string[]) =>
  `Direct leak of 10 byte(s) in 1 object(s) allocated from:\n${frames.map((frame, i) => `    #${i} 0x7f00 ${frame}\n`).join('')}\n`;

const allocator = 'in malloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69';
const library = 'in std::string::_M_create(unsigned long&) (/lib/x86_64/libstdc++.so.6+0x1459d0)';
const libnode = 'in napi_wrap (/dist/collectd/nodejs/libnode.so.108+0x9bbafe)';
const ours = 'in shared_set /src/native/script/exports_session.cc:53';
const oursWithoutSource = '(/dist/collectd/nodejs/runtime.abi108.glibc.node+0x1234)';

test.each([
  ['called from JavaScript', [allocator, ours, libnode]],
  ['through a library', [allocator, library, ours, libnode]],
  ['without source', [allocator, oursWithoutSource]],
])('a leak of ours is told: %s', (_, frames) => {
  const foreign = leak(allocator, libnode, ours);
  const told = withoutForeignLeaks(head + foreign + leak(...frames) + foreign);
  expect(told).toBe(head + leak(...frames));
});

test.each([
  ['of libnode, called by us', [allocator, libnode, ours]],
  ['of collectd', [allocator, 'in plugin_load (/usr/sbin/collectd+0xe001)', ours]],
  ['of compiled JavaScript', [allocator, '(<unknown module>)']],
  ['of nobody we know', [allocator]],
  ['of the C library', [allocator, 'in w_addword posix/wordexp.c:160']],
])('a leak that is not ours is not: %s', (_, frames) => {
  expect(withoutForeignLeaks(head + leak(...frames))).toBe('');
});

test('any other report is told whole', () => {
  const overflow =
    '==1==ERROR: AddressSanitizer: heap-buffer-overflow\nSUMMARY: AddressSanitizer: …\n';
  expect(withoutForeignLeaks(overflow)).toBe(overflow);
  expect(withoutForeignLeaks(overflow + head + leak(allocator, libnode))).toContain('overflow');
});

test('undefined behaviour is found in the log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sanitizer-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const log = (text: string) => writeFileSync(join(dir, 'collectd.log'), text);
  log('[info] a runtime error: none\n');
  checkSanitizer(dir);
  log('[info] one\n/src/native/core/queue/ring.cc:53:3: runtime error: store to address 0x6020\n');
  expect(() => checkSanitizer(dir)).toThrow('ring.cc:53:3: runtime error: store');
});
