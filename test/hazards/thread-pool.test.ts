// libuv has one thread pool for the process. A module that keeps all the threads that it can get, by whatever
// means, beside one that uses the pool in every way there is.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitForReport, waitForReports } from '../daemon/harness/reported.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { expectStop, startHazard, TIMEOUT } from './hazard.ts';

/** More than the pool has threads, whatever the number of processors. */
const MANY = 40;

const ADDON = "const addon = createRequire('/')(process.env.HOME + '/native/pool.node');";

const victim = `
import collectd from 'collectd';
import { pbkdf2 } from 'node:crypto';
import { lookup } from 'node:dns';
import { createReadStream, readFile } from 'node:fs';
import { readFile as promised } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { report } from './report.ts';
${ADDON}
const work = (kind: string) => new Promise<void>((resolve) => addon.work(kind, false, resolve));
const kinds = {
  'fs callback': () => promisify(readFile)('/etc/hosts'),
  'fs promises': () => promised('/etc/hosts'),
  streams: () => text(createReadStream('/etc/hosts')),
  dns: () => promisify(lookup)('localhost'),
  zlib: () => promisify(gzip)('text'),
  crypto: () => promisify(pbkdf2)('secret', 'salt', 1, 20, 'sha1'),
  napi_async_work: () => work('napi'),
  uv_queue_work: () => work('uv'),
};
collectd.register_read(async () => {
  for (const kind of Object.values(kinds)) await kind();
  report('good', Object.keys(kinds).length);
}, { interval: 0.2, timeout: ${TIMEOUT} });`;

const fifo = "process.env.HOME + '/fifo'";

const culprits: Record<string, string> = {
  'fs callbacks': `readFile(${fifo}, () => {});`,
  'fs promises': `promises.readFile(${fifo});`,
  streams: `createReadStream(${fifo});`,
  zlib: 'brotliCompress(bytes, () => {});',
  crypto: "pbkdf2('secret', 'salt', 2 ** 31 - 1, 20, 'sha512', () => {});",
  napi_async_work: "addon.work('napi', true, () => {});",
  uv_queue_work: "addon.work('uv', true, () => {});",
  worker_threads: `for (let i = 0; i < 4; i++) new Worker(
    "const a = require(process.env.HOME + '/native/pool.node'); for (let i = 0; i < 10; i++) a.work('napi', true, () => {});",
    { eval: true },
  ); break;`,
};

const culprit = (code: string): string => `
import { pbkdf2, randomBytes } from 'node:crypto';
import { createReadStream, promises, readFile } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { brotliCompress } from 'node:zlib';
${ADDON}
const bytes = randomBytes(2 ** 24);
afterStart(() => {
  for (let i = 0; i < ${MANY}; i++) { ${code} }
  report('hangs', ${MANY});
});`;

const head = "import { report } from './report.ts'; import { afterStart } from './start.ts';";

async function hangBesideVictim(code: string, env: Record<string, string> = {}): Promise<void> {
  const daemon = await startHazard({
    head,
    text: culprit(code),
    files: { 'good.ts': victim },
    before(dir) {
      compileAddon(dir, 'pool');
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return '';
    },
    daemon: { env },
  });
  await waitForReport(daemon, 'hangs');
  const before = (await waitForReports(daemon, 'good', 1)).length;
  expect(await waitForReports(daemon, 'good', before + 4)).toContain(8);
  await expectStop(daemon);
}

test.each(Object.entries(culprits))('%s that hang, beside all others', async (_name, code) => {
  await hangBesideVictim(code);
});

test('where another plugin has made libuv global', async () => {
  await hangBesideVictim(`${culprits['fs callbacks']} ${culprits.uv_queue_work}`, {
    LD_PRELOAD: 'libuv.so.1',
  });
});
