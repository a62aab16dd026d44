// A target whose worker is lost while a value list waits for it: the next worker's is asked again,
// also when no list came in the meantime.
import { expect, test } from 'vitest';
import { waitForReports } from '../daemon/harness/reported.ts';
import { survive } from './hazard.ts';

test('the target of the next worker changes lists again', async () => {
  const daemon = await survive({
    text: `import { execFileSync } from 'node:child_process';
collectd.register_target('mark', {
  invoke(vl) {
    if (boot === 1) {
      execFileSync('mkfifo', [process.env.HOME + '/fifo']);
      readFileSync(process.env.HOME + '/fifo');
    }
    vl.plugin_instance = 'marked';
  },
});
collectd.register_write((vl) => { if (vl.plugin === 'fed') report('written', vl.plugin_instance); });`,
    options: 'Import "feeder"',
    timeout: 1,
    files: {
      'feeder.ts': `import collectd, { Values } from 'collectd';
import { readFileSync } from 'node:fs';
let fed = 0;
const log = () => readFileSync(process.env.HOME + '/collectd.log', 'utf8');
collectd.register_read(() => {
  // The first list blocks the worker; the next one comes when another worker runs.
  if (fed === 0 || (fed === 1 && log().includes('The worker of bad runs again'))) {
    fed++;
    new Values({ plugin: 'fed', type: 'gauge' }).dispatch({ values: [fed] });
  }
}, { interval: 0.2 });`,
    },
    before: 'LoadPlugin match_regex',
    after: `<Chain "PreCache">
  <Target "nodejs">
    Name "mark"
  </Target>
</Chain>`,
    log: [/The target "mark" .* has not answered within 1 s/, /The worker of bad is lost/],
  });
  expect(await waitForReports(daemon, 'written', 2)).toEqual(['', 'marked']);
});
