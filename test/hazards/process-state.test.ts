// What belongs to the whole process cannot be changed by a module.
import { readFileSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, locationOf, startHazard } from './hazard.ts';

const refused = [
  'process.abort()',
  "process.chdir('/')",
  'process.umask(0)',
  'process.setuid?.(1)',
  'process.seteuid?.(1)',
  'process.setgid?.(1)',
  'process.setegid?.(1)',
  'process.setgroups?.([1])',
  "process.initgroups?.('daemon', 1)",
  "v8.setFlagsFromString('--expose-gc')",
  'v8.setHeapSnapshotNearHeapLimit(1)',
  "inspector.open(0, '127.0.0.1')",
  'crypto.setFips(true)',
  '(crypto.fips = true)',
  'crypto.setEngine("dynamic")',
  'os.setPriority(19)',
  'os.setPriority(process.pid, 19)',
  'os.setPriority(0, 19)',
  'os.setPriority(thread, 19)',
  "anyProcess.binding('signal_wrap')",
  "anyProcess.binding('fs').close(2)",
  "anyProcess.binding({ toString: () => 'crypto' }).setFipsCrypto(true)",
  "anyProcess._linkedBinding('collectd')",
  "anyProcess._linkedBinding({ toString: () => 'collectd' })",
];

const text = `
import crypto from 'node:crypto';
import inspector from 'node:inspector';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import v8 from 'node:v8';
import { spawn } from 'node:child_process';
import { report, thrown } from './report.ts';
const anyProcess = process as any;
const thread = readdirSync('/proc/self/task').map(Number).find((one) => one !== process.pid)!;
const child = spawn('sleep', ['60']);
report('priority', thrown(() => os.setPriority(child.pid!, 10)));
child.kill();
${refused.map((code) => `report(${JSON.stringify(code)}, thrown(() => ${code}));`).join('\n')}
report('umask', process.umask());
report('execve', 'execve' in anyProcess ? thrown(() => anyProcess.execve('/bin/true')) : 'absent');
process.title = 'mine';
process.env.TZ = 'Asia/Tokyo';
report('env', [process.env.TZ, typeof (process.env.NUMBER = 5 as never), process.env.NUMBER, process.env.HOME]);
process.stdin.resume().on('end', () => report('stdin', 'ended'));
for (let i = 0; i < 5; i++) try { process.chdir('/tmp'); } catch {}
report('done', true);`;

test('each call is refused with a code, and the log names module and line, once', async () => {
  const daemon = await startHazard({ text });
  await waitForReport(daemon, 'done');
  await waitForReport(daemon, 'stdin');
  for (const code of refused) {
    expect(reported(daemon, code)[0]).toMatch(
      /^Error ERR_COLLECTD_PROCESS: \S+\(.*\) is refused: ./,
    );
    const line = daemon
      .log()
      .split('\n')
      .filter((one) => one.includes(`(bad, ${locationOf(daemon, text, `thrown(() => ${code})`)}:`));
    // Several ways to the same function have one line in common.
    if (/os\.|fips =|binding\(\{|Binding\(\{|'fs'/.test(code)) continue;
    expect(line, code).toHaveLength(1);
    expect(line[0]).toMatch(/^\[warning\] nodejs plugin: \S+\(.*\): refused: /);
  }
  expect(daemon.log().match(/process\.chdir\(\): refused/g)).toHaveLength(1);
  expect(reported(daemon, 'execve')[0]).toMatch(/^(absent|Error ERR_COLLECTD_PROCESS: )/);
  expect(reported(daemon, 'env')).toEqual([['Asia/Tokyo', 'number', '5', daemon.dir]]);
  const proc = `/proc/${daemon.pid}`;
  expect(readlinkSync(`${proc}/cwd`)).toBe(`${daemon.dir}/data`);
  expect(readFileSync(`${proc}/comm`, 'utf8')).toBe('collectd\n');
  const umask = /^Umask:\s*(\d+)/m.exec(readFileSync(`${proc}/status`, 'utf8'))?.[1];
  expect(reported(daemon, 'umask')).toEqual([Number.parseInt(umask ?? '', 8)]);
  expect(reported(daemon, 'priority')).toEqual(['nothing']);
  for (const call of ['os.setPriority(0, …)', 'process.binding(', 'crypto.setFips()'])
    expect(daemon.log().split(`nodejs plugin: ${call}`).length, call).toBe(2);
  await expectUnharmed(daemon);
});
