// A system that lets no program write code and run it: MemoryDenyWriteExecute of systemd.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { compileDeny } from '../fixtures/deny.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const deny = compileDeny();

const text = `import { createServer, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { report } from './report.ts';
const server = createServer((_request, response) => response.end('answer')).listen(0, '127.0.0.1', () => {
  const url = \`http://127.0.0.1:\${server.address().port}/\`;
  get(url, async (response) => report('http', await text(response)));
  fetch(url).catch((error) => report('fetch', error.code + ': ' + error.message));
});
report('WebAssembly', typeof WebAssembly);`;

test.for(['prctl', 'filter'])('by %s: Node runs without its compiler', async (how, { skip }) => {
  const { status, stderr } = spawnSync(deny, [how, '/bin/true']);
  skip(status === 77, `this kernel has it not: ${stderr}`);
  const daemon = await startHazard({
    text,
    daemon: { command: [deny, how, '/usr/sbin/collectd'] },
  });
  expect(await waitForReport(daemon, 'WebAssembly')).toEqual(['undefined']);
  expect(await waitForReport(daemon, 'http')).toEqual(['answer']);
  expect(await waitForReport(daemon, 'fetch')).toEqual([
    'ERR_COLLECTD_PROCESS: fetch() is refused: it needs WebAssembly, which is not there; use node:http',
  ]);
  expect(daemon.log().split('the compiler of Node.js is off')).toHaveLength(2);
  await expectUnharmed(daemon);
});
