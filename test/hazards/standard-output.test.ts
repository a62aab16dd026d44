// Text that libraries write to descriptors 1 and 2 by their numbers, past the streams, is logged as all the rest.

import { readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const text = `
import fs from 'node:fs';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { report } from './report.ts';
const { stdout, stderr } = process as unknown as Record<string, { fd: number }>;
report('numbers', [stdout.fd, stderr.fd]);
report('sync', [
  fs.writeSync(1, 'by text ü\\n'),
  fs.writeSync(1, Buffer.from('xxby bytes\\nxx'), 2, 9),
  fs.writeSync(2, new Uint16Array([0x6f74, 0x2032, 0x0a21])),
  fs.writeSync(1, '627920686578' + '0a', null, 'hex'),
  fs.writevSync(1, [Buffer.from('by '), Buffer.from('parts\\n')]),
]);
fs.writeFileSync(1, 'by file\\n');
fs.appendFileSync(2, 'appended\\n');
fs.writeSync(1, 'one ');
process.stdout.write('line\\n');
fs.writeSync(1, 'without end');
const later = async (): Promise<void> => {
  report('later', [
    (await promisify(fs.write)(1, 'later text\\n')).bytesWritten,
    (await promisify(fs.write)(1, Buffer.from('later bytes\\n'))).bytesWritten,
    (await promisify(fs.writev)(1, [Buffer.from('later '), Buffer.from('parts\\n')])).bytesWritten,
  ]);
  await promisify(fs.writeFile)(1, 'later file\\n');
  await new Promise((done) => fs.createWriteStream('', { fd: 1, autoClose: false }).end('by stream\\n', done as never));
  new Worker('require("fs").writeSync(1, "by thread\\\\n"); require("worker_threads").parentPort.postMessage(1)', { eval: true })
    .on('message', () => report('end', true));
};
later();`;

test('by every function of fs, whole lines, with the severity of the stream', async () => {
  const daemon = await startHazard({ text });
  await waitForReport(daemon, 'end');
  expect(reported(daemon, 'numbers')).toEqual([[1, 2]]);
  expect(reported(daemon, 'sync')).toEqual([[11, 9, 6, 7, 9]]);
  expect(reported(daemon, 'later')).toEqual([[11, 12, 12]]);
  const lines = [
    'by text ü',
    'by bytes',
    'by hex',
    'by parts',
    'by file',
    'one line',
    'later text',
  ].concat(['later bytes', 'later parts', 'later file', 'by stream', 'by thread']);
  for (const line of lines)
    await daemon.waitForLog(new RegExp(`^\\[info\\] (bad: )?(without end)?${line}$`, 'm'));
  for (const line of ['to2 !', 'appended'])
    await daemon.waitForLog(new RegExp(`^\\[error\\] (bad: )?${line}$`, 'm'));
  expect(readlinkSync(`/proc/${daemon.pid}/fd/1`)).toBe(`${daemon.dir}/collectd.log`);
  await expectUnharmed(daemon);
});
