// register_flush, and flush() from a module.
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodejs, quote, startDaemon } from '../harness/index.ts';

function command(socket: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket, () => connection.end(`${line}\n`));
    let answer = '';
    connection.setEncoding('utf8');
    connection.on('data', (text) => {
      answer += text;
    });
    connection.on('end', () => resolve(answer));
    connection.on('error', reject);
  });
}

test('seconds and identifier arrive; SIGUSR1 and the stop flush everything', async () => {
  const daemon = await startDaemon({
    files: {
      'keeper.ts': `import { register_flush } from 'collectd';
register_flush((seconds, identifier, data) => { console.log('flush', seconds, identifier, data); }, { data: 'x' });`,
    },
    config: (dir) => `${nodejs(dir, 'Import "keeper"')}
LoadPlugin unixsock
<Plugin unixsock>
  SocketFile ${quote(join(dir, 'socket'))}
</Plugin>`,
  });
  await daemon.waitForLog(/Initialization complete/);
  const socket = join(daemon.dir, 'socket');
  // A thread of the unixsock plugin opens it, some time after that.
  await daemon.waitFor(() => command(socket, 'LISTVAL').catch(() => false));
  await command(socket, 'FLUSH timeout=10');
  await daemon.waitForLog(/flush 10 null x/);
  await command(socket, 'FLUSH timeout=2 plugin="nodejs.keeper" identifier="h/p/gauge"');
  await daemon.waitForLog(/flush 2 h\/p\/gauge x/);
  daemon.kill('SIGUSR1');
  await daemon.waitForLog(/flush 0 null x/);
  // By a thread that collectd does not wait for when it stops.
  await daemon.waitForLog(/Finished flushing all data/);
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect(ending.log.match(/flush 0 null x/g)).toHaveLength(2);
});

test('a flush callback runs when the writes before it have settled', async () => {
  const daemon = await startDaemon({
    files: {
      'keeper.ts': `import { flush, register_flush, register_read, register_write, Values } from 'collectd';
let written = 0;
let begun = false;
register_write(async () => { await new Promise((go) => setImmediate(go)); written++; });
register_flush(() => { console.log('flushed after', written); });
register_read(() => {
  if (begun) return;
  begun = true;
  const vl = new Values({ type: 'gauge', plugin: 'x' });
  for (let i = 0; i < 10; i++) vl.write('nodejs.keeper', { type_instance: 'i' + i, values: [i] });
  flush();
  console.log('asked after', written);
});`,
    },
    config: (dir) => nodejs(dir, 'Import "keeper"'),
  });
  await daemon.waitForLog(/asked after 0$/m);
  await daemon.waitForLog(/flushed after 10$/m);
  expect((await daemon.stop()).status).toBe(0);
});

test('wrong arguments of flush() are refused', async () => {
  const daemon = await startDaemon({
    files: {
      'wrong.ts': `import { flush } from 'collectd';
for (const options of ['nodejs.wrong' as never, { timeout: Number.NaN }, { timeout: 'x' as never }, { plugin: 5 as never }, { identifier: 'a\\0' }]) {
  try { flush(options); console.log('accepted'); }
  catch (error) { const { name, code, message } = error as Error & { code: string }; console.log(name, code, message); }
}`,
    },
    config: (dir) => nodejs(dir, 'Import "wrong"'),
  });
  await daemon.waitForLog(/identifier must not contain NUL/);
  expect(daemon.log()).not.toContain('accepted');
  expect(daemon.log()).toContain(
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT flush: give an object with plugin, timeout or identifier',
  );
  expect(daemon.log()).toContain(
    'RangeError ERR_COLLECTD_OUT_OF_RANGE flush: timeout must be less than 17179869184 seconds, not NaN',
  );
  expect(daemon.log()).toContain(
    'TypeError ERR_COLLECTD_INVALID_ARGUMENT flush: plugin must be a string, not number',
  );
});
