// Files that are being opened when a worker ends do not stay open.
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Daemon, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting, waitForReport } from '../daemon/harness/reported.ts';
import { startHazard } from './hazard.ts';

function openFiles({ pid }: Daemon): string[] {
  const fds = `/proc/${pid}/fd`;
  return readdirSync(fds).flatMap((fd) => {
    try {
      return [readlinkSync(`${fds}/${fd}`)];
    } catch {
      return []; // closed meanwhile
    }
  });
}

test('fs.promises and fs, at process.exit()', async () => {
  const daemon = await startHazard({
    files: { 'data.txt': 'text' },
    text: `import fs from 'node:fs';
import { report } from './report.ts';
import { afterStart } from './start.ts';
const file = import.meta.dirname + '/data.txt';
afterStart(() => {
  for (let i = 0; i < 40; i++) {
    fs.promises.readFile(file);
    fs.promises.open(file);
    fs.readFile(file, () => {});
  }
  report('boot', 1);
  setTimeout(() => process.exit(1));
});`,
  });
  await daemon.waitFor(() => reported(daemon, 'boot').length >= 3, 45);
  await daemon.waitForLog(/imported again in 4 s/, 45);
  const left = () => openFiles(daemon).filter((file) => file.endsWith('/data.txt'));
  await daemon.waitFor(() => left().length === 0, 45);
  await daemon.stop();
});

test('what is opened is as Node opens it', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "opener"'),
    files: {
      ...reporting,
      'opener.ts': `import fs from 'node:fs/promises';
import { report } from './report.ts';
const file = process.env.HOME + '/made';
await fs.writeFile(file, 'one\\n', { flag: 'wx', mode: 0o640 });
await fs.appendFile(Buffer.from(file), 'two\\n');
report('text', await fs.readFile(new URL('file://' + file), 'utf8'));
report('mode', (await fs.stat(file)).mode & 0o777);
const error = async (opened: Promise<unknown>) => {
  const { name, message, errno, code, syscall, path } = (await opened.catch((thrown) => thrown));
  return { name, message, errno, code, syscall, path };
};
report('again', await error(fs.open(file, 'wx')));
report('absent', await error(fs.readFile(Buffer.from('/no/such/file'))));
const handle = await fs.open(file);
report('handle', [handle.constructor.name, handle.fd > 2]);
await handle.close();
await fs.readFile('/no/such/file');`,
    },
  });
  await waitForReport(daemon, 'handle');
  await daemon.waitForLog(
    /importing module: Error: ENOENT: no such file or directory, open '\/no\/such\/file' \(opener, \S+\/opener\.ts:17:/,
  );
  expect(reported(daemon, 'text')).toEqual(['one\ntwo\n']);
  expect(reported(daemon, 'mode')).toEqual([0o640]);
  const made = `${daemon.dir}/made`;
  const open = { name: 'Error', syscall: 'open' };
  expect(reported(daemon, 'again')).toEqual([
    {
      ...open,
      errno: -17,
      code: 'EEXIST',
      path: made,
      message: `EEXIST: file already exists, open '${made}'`,
    },
  ]);
  expect(reported(daemon, 'absent')).toEqual([
    {
      ...open,
      errno: -2,
      code: 'ENOENT',
      path: '/no/such/file',
      message: "ENOENT: no such file or directory, open '/no/such/file'",
    },
  ]);
  expect(reported(daemon, 'handle')).toEqual([['FileHandle', true]]);
  await daemon.stop();
});
