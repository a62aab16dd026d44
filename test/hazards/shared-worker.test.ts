// Modules that share a worker are started again together, and the log says whose fault it was.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reported, reporting } from '../daemon/harness/reported.ts';
import { expectStop, starting, TIMEOUT } from './hazard.ts';

test('config and init callbacks run again, registrations are renewed', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        `Timeout ${TIMEOUT}
<Import "bad">
Worker "same"
</Import>
<Import "victim">
Worker "same"
</Import>
<Module victim>
Key "value"
</Module>`,
      ),
    files: {
      ...reporting,
      ...starting,
      'bad.ts': `import { existsSync, writeFileSync } from 'node:fs'; import { afterStart } from './start.ts';
const mark = process.env.HOME + '/mark';
afterStart(() => { if (!existsSync(mark)) { writeFileSync(mark, ''); for (;;) {} } });`,
      'victim.ts': `import collectd, { Values } from 'collectd';
import { report } from './report.ts';
let key: unknown;
collectd.register_config((config) => { key = config.children[0]?.values[0]; });
collectd.register_init(() => { report('init', key); });
collectd.register_read(() => {
  report('read', key);
  new Values({ type: 'gauge', plugin: 'x' }).dispatch({ values: [1] });
}, { interval: 0.2 });
collectd.register_write((vl) => { report('written', vl.plugin); });
collectd.register_shutdown(() => { report('shutdown', key); });`,
    },
  });
  await daemon.waitForLog(
    /Asynchronous code of bad blocks its worker for more than 5 s, at \S+\/bad\.ts:3; the worker is stopped/,
    45,
  );
  await daemon.waitForLog(/The worker of bad, victim runs again/, 45);
  const count = (key: string) => reported(daemon, key).length;
  const before = [count('read'), count('written')] as const;
  await daemon.waitFor(() => count('read') > before[0] + 2 && count('written') > before[1] + 2, 45);
  await expectStop(daemon);
  expect(reported(daemon, 'init')).toEqual(['value', 'value']);
  expect(new Set(reported(daemon, 'read'))).toEqual(new Set(['value']));
  expect(reported(daemon, 'shutdown')).toEqual(['value']);
});
