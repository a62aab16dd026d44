// A module that was left out goes on: its import, which took too long, ends after all.
import { expect, test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

test('what it registers afterwards is refused, and is not called', async () => {
  const daemon = await startHazard({
    timeout: 1,
    head: `import collectd, { register_data_set } from 'collectd';
import { report, thrown } from './report.ts';`,
    text: `
// It goes on when the log says that it was left out.
import { readFileSync } from 'node:fs';
while (!readFileSync(process.env.HOME + '/collectd.log', 'utf8').includes('has not finished within 1 s'))
  await new Promise((done) => setTimeout(done, 50));
report('refused', thrown(() => collectd.register_read(() => { report('called', 'read'); }, 0.2)));
report('refused', thrown(() => collectd.register_write(() => { report('called', 'write'); })));
report('refused', thrown(() => register_data_set('left_out', [{ name: 'value', type: 'gauge' }])));`,
  });
  await daemon.waitFor(() => reported(daemon, 'refused').length === 3, 45);
  for (const refused of reported<string>(daemon, 'refused'))
    expect(refused).toMatch(/ERR_COLLECTD_TOO_LATE: register_\w+: the module was left out/);
  await expectUnharmed(daemon);
  expect(reported(daemon, 'called')).toEqual([]);
});
