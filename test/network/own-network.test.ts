// In a network of their own, which they share with no other program: tests of collectd's own group
// and port, and of IPv6 multicast, of which Linux hands none from lo to lo.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { start } from './process.ts';

const setUp = [
  'ip link set lo up',
  'ip link add v0 type veth peer name v1',
  'ip link set v1 up',
  'ip link set v0 up',
  'ip addr add 10.0.0.1/24 dev v0',
  'ip -6 addr add fd00::1/64 dev v0 nodad',
].join(' && ');

const possible = spawnSync('unshare', ['-n', 'sh', '-c', setUp]).status === 0;

/** What the program prints there. */
async function outputOf(code: string): Promise<string> {
  const run = `${setUp} && exec "$0" --input-type=module --eval "$1"`;
  const program = start(['-n', 'sh', '-c', run, process.execPath, code], 'unshare');
  expect([await program.status(), program.stderr()]).toEqual([0, '']);
  return program.stdout();
}

test.runIf(possible)('a Connection reaches a Reader, by both families', async () => {
  const output = await outputOf(`
import { Connection, Reader } from 'collectd-nodejs/network';
const reader = new Reader({ groups: ['239.192.74.66', 'ff18::efc0:4a42'], interface: 'v0' });
await reader.ready;
for (const collectd_host of ['ff18::efc0:4a42', '239.192.74.66']) {
  const conn = new Connection({ collectd_host, interface: 'v0', ttl: 1 });
  conn.x.record({ y: 1 });
  await conn.flush();
  for await (const item of reader) {
    console.log(item.type_instance, item.sender.family);
    break;
  }
}
await reader.close();
`);
  expect(output).toBe('x-y IPv6\nx-y IPv4\n');
});

test.runIf(possible)(
  'without anything a Reader joins the group of collectd, at its port',
  async () => {
    const output = await outputOf(`
import { Connection, Reader } from 'collectd-nodejs/network';
const reader = new Reader({ interface: 'lo' });
await reader.ready;
const { address, port } = reader.address();
console.log(address, port);
const conn = new Connection({ collectd_host: '239.192.74.66', interface: 'lo' });
conn.x.record({ y: 1 });
await conn.flush();
for await (const item of reader) {
  console.log(item.type_instance);
  break;
}
await reader.close();
`);
    expect(output).toBe('0.0.0.0 25826\nx-y\n');
  },
);
