// How Connections end, and what they keep until then.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { ThrottledLog } from '../../lib/network/endpoint/log.ts';
import { Connection } from '../../lib/network/index.ts';
import { DatagramSender } from '../../lib/network/send/sender.ts';
import { startReader, take } from './loopback.ts';
import { start } from './process.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

test('a record while close() waits is refused with a line', async () => {
  const reader = await startReader();
  const lines: string[] = [];
  const conn = new Connection<'x'>({
    collectd_host: 'localhost',
    collectd_port: reader.address().port,
    log: (level, message) => lines.push(`${level}: ${message}`),
  });
  conn.x.record({ first: 1 });
  const closed = conn.close();
  conn.x.record({ late: 1 });
  conn.x.set_exact({ later: 1 });
  const again = conn.close();
  await Promise.all([closed, again]);
  expect((await take(reader, 1))[0]?.type_instance).toBe('x-first');
  expect(lines).toEqual(Array(2).fill('warning: the Connection is closed: nothing is counted'));
});

test('process.exit() while close() waits loses nothing', async () => {
  const reader = await startReader();
  const program = start([
    '--input-type=module',
    '--eval',
    `import { Connection } from 'collectd-nodejs/network';
     const conn = new Connection({ collectd_host: 'localhost', collectd_port: ${reader.address().port} });
     conn.x.record({ last: 1 });
     void conn.close();
     process.exit(0);`,
  ]);
  expect([await program.status(), program.stderr()]).toEqual([0, '']);
  expect((await take(reader, 1))[0]?.type_instance).toBe('x-last');
});

test('a name that gets its address after the end opens no socket', async () => {
  const reader = await startReader();
  const { port } = reader.address();
  const sender = new DatagramSender({ host: 'localhost', port }, new ThrottledLog(undefined));
  sender.send(Buffer.from('x'));
  sender.end();
  await sender.ready();
  expect(await sender.flush()).toBe(false);
  expect(reader.statistics.datagrams).toBe(0);
});

test('Counters of names that are not used any more are not kept', async () => {
  const conn = new Connection({ hostname: 'gc', collectd_host: '127.0.0.1', collectd_port: 9 });
  onTestFinished(() => conn.close());
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 100_000; n++) conn.counter(`a user of the name ${n}, and of no other one`);
  const megabytes = (): number => {
    collectGarbage();
    return Math.round((process.memoryUsage().heapUsed - before) / 2 ** 20);
  };
  await expect.poll(megabytes).toBeLessThan(5);
  expect(conn.counter('kept')).toBe(conn.counter('kept'));
});
