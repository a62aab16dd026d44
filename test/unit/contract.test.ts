// lib/contract/layout.generated.ts is what native/contract gives. `npm run contract -- --check`
// compares it for every processor, this for the one that it runs on.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { agreed, layoutFile, layoutHere } from '../../scripts/contract.mjs';

const native = fileURLToPath(new URL('../../native', import.meta.url));
const committed = readFileSync(layoutFile, 'utf8');
const changed = mkdtempSync(join(tmpdir(), 'contract-test-'));

beforeEach(() => cpSync(join(native, 'contract'), join(changed, 'contract'), { recursive: true }));
afterAll(() => rmSync(changed, { recursive: true }));

function change(header: string, from: string, to: string): void {
  const file = join(changed, 'contract', header);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

test('the file is up to date', () => {
  expect(committed, 'Run: npm run contract').toBe(layoutHere());
});

test.each([
  ['kinds in another order', 'kind.h', '  read,\n  write,\n', '  write,\n  read,\n'],
  ['another flag', 'record.h', 'kMetaInCell = 2;', 'kMetaInCell = 4;'],
  ['a larger cell', 'record.h', 'kCellSize = 128;', 'kCellSize = 256;'],
  ['another code', 'refusal.h', '  stopping,', '  stopping = 7,'],
  ['another limit', 'packed_meta_layout.h', 'UINT8_MAX - 1', 'UINT8_MAX - 2'],
  ['another number of collectd', 'daemon_numbers.h', 'missing = 15', 'missing = 16'],
  ['another text', 'directory_slot.h', '"nodejs"', '"node"'],
])('%s is another file', (_, header, from, to) => {
  change(header, from, to);
  expect(layoutHere(changed)).not.toBe(committed);
});

const size = 'static assertion failed';
test.each([
  [
    'fields in another order',
    'record.h',
    '  uint8_t flags;',
    '  uint8_t more;\n  uint8_t flags;',
    size,
  ],
  ['a field of another type', 'queue_progress.h', 'uint32_t begun', 'int32_t begun', size],
  ['a field of no fixed width', 'record.h', '  uint32_t sequence;', '  long sequence;', size],
  ['a larger record', 'dispatch_frame.h', 'kMaxValues = 512;', 'kMaxValues = 1024;', size],
  [
    'a kind without a name',
    'kind.h',
    '  config,\n',
    '  config,\n  another,\n',
    "'another' not handled",
  ],
])('%s does not compile', (_, header, from, to, message) => {
  change(header, from, to);
  expect(() => layoutHere(changed)).toThrow(message);
});

test('a layout that depends on the processor is refused', () => {
  const lines = ['# record.h', 'RECORD_SIZE 64'];
  expect(
    agreed([
      ['amd64', lines],
      ['armhf', [...lines]],
    ]),
  ).toEqual(lines);
  expect(() =>
    agreed([
      ['amd64', lines],
      ['armhf', ['# record.h', 'RECORD_SIZE 60']],
    ]),
  ).toThrow('"RECORD_SIZE 64" for amd64, but "RECORD_SIZE 60" for armhf');
  expect(() =>
    agreed([
      ['amd64', lines],
      ['armhf', [...lines, 'MORE 1']],
    ]),
  ).toThrow('"MORE 1" for armhf');
});
