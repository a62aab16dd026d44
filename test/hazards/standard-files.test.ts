// Descriptors 0 to 2 stay open, however a module goes about closing them.
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, locationOf, startHazard } from './hazard.ts';

const text = `
import fs, { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { report, thrown } from './report.ts';
report('sync', [0, 1, 2].map((fd) => thrown(() => closeSync(fd))));
report('callback', [0, 1, 2].map((fd) => thrown(() => fs.close(fd, () => {}))));
report('required', thrown(() => require('node:fs').closeSync(1)));
for (const fd of [0, 1, 2]) try { new Socket({ fd }).on('error', () => {}).destroy(); } catch {}
process.stdout.destroy();
process.stderr.destroy();
process.stdin.destroy();
fs.createWriteStream('', { fd: 1 }).on('error', (e: any) => report('stream', e.code)).end();
const own = fs.openSync('/dev/null', 'r');
report('own', thrown(() => closeSync(own)));`;

test('closing one is refused, and all three stay what they were', async () => {
  const daemon = await startHazard({ text });
  await waitForReport(daemon, 'good');
  await waitForReport(daemon, 'stream');
  const refused = (call: string) =>
    `Error ERR_COLLECTD_PROCESS: ${call} is refused: it belongs to collectd`;
  expect(reported(daemon, 'sync')).toEqual([[0, 1, 2].map((fd) => refused(`fs.closeSync(${fd})`))]);
  expect(reported(daemon, 'callback')).toEqual([[0, 1, 2].map((fd) => refused(`fs.close(${fd})`))]);
  expect(reported(daemon, 'required')).toEqual([refused('fs.closeSync(1)')]);
  expect(reported(daemon, 'stream')).toEqual(['ERR_COLLECTD_PROCESS']);
  expect(reported(daemon, 'own')).toEqual(['nothing']);
  expect(daemon.log()).toContain(
    `nodejs plugin: fs.closeSync(0): refused: it belongs to collectd (bad, ${locationOf(daemon, text, 'closeSync(fd)')}:`,
  );
  const fds = `/proc/${daemon.pid}/fd`;
  expect(readdirSync(fds)).toEqual(expect.arrayContaining(['0', '1', '2']));
  expect(readlinkSync(`${fds}/0`)).toBe('/dev/null');
  expect(readlinkSync(`${fds}/1`)).toBe(`${daemon.dir}/collectd.log`);
  expect(readlinkSync(`${fds}/2`)).toBe(`${daemon.dir}/collectd.log`);
  await expectUnharmed(daemon);
});
