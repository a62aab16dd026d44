// collectd-nodejs/network inside collectd where something fails.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport, waitForReports } from '../harness/reported.ts';

const importing = {
  config: (dir: string) => nodejs(dir, 'Import "x"'),
};

test('a multicast interface that is not there takes no descriptors from collectd', async () => {
  const daemon = await startDaemon({
    ...importing,
    files: {
      ...reporting,
      'x.ts': `import collectd from 'collectd';
import { Connection } from 'collectd-nodejs/network';
import { report } from './report.ts';
const conn = new Connection<'x'>({ collectd_host: '239.1.2.3', interface: 'nope0' });
collectd.register_read(async () => {
  for (let n = 0; n < 100; n++) {
    conn.x.record({ n });
    await conn.flush();
  }
  report('flushed', 100);
}, 3600);
`,
    },
  });
  await waitForReport(daemon, 'flushed');
  expect(readdirSync(`/proc/${daemon.pid}/fd`).length).toBeLessThan(100);
});

test('a listener that cannot dispatch one list gets the others, and forwards notifications', async () => {
  const daemon = await startDaemon({
    ...importing,
    files: {
      ...reporting,
      'x.ts': `import collectd, { Notification, Values } from 'collectd';
import { Encoder, Reader } from 'collectd-nodejs/network';
import { createSocket } from 'node:dgram';
import { report } from './report.ts';
const reader = new Reader({ host: '127.0.0.1', port: 0 });
reader.on('values', (item) => { new Values(item).dispatch(); });
reader.on('notification', (item) => report('notification', [item.host, item.message, item.severity]));
collectd.register_write((vl) => report('written', vl.type_instance));
const socket = createSocket('udp4');
const send = (datagram: Buffer | undefined) => socket.send(datagram!, reader.address().port, '127.0.0.1');
collectd.register_notification((notification) => send(new Encoder().add(notification)));
collectd.register_read(async () => {
  await reader.ready;
  const encoder = new Encoder();
  const item = { host: 'far', plugin: 'p', time: 1e9, values: [1] };
  encoder.add({ ...item, type: 'no_such_type' });
  for (const type_instance of ['a', 'b']) encoder.add({ ...item, type: 'gauge', type_instance });
  send(encoder.flush());
  new Notification({ host: 'h', plugin: 'df', message: 'disk full' }).dispatch();
}, 3600);
`,
    },
  });
  await waitForReports(daemon, 'written', 2);
  expect(reported(daemon, 'written').sort()).toEqual(['a', 'b']);
  expect(await waitForReport(daemon, 'notification')).toEqual([['h', 'disk full', 1]]);
  await daemon.waitForLog(
    /Unhandled nodejs exception in asynchronous code: .*no_such_type.*x\.ts:6/,
  );
});
