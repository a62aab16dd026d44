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
  "anyProcess.binding('signal_wrap')",
  "anyProcess._linkedBinding('collectd')",
];

const text = `
import v8 from 'node:v8';
import { report, thrown } from './report.ts';
const anyProcess = process as any;
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
  await expectUnharmed(daemon);
});
