// A match that takes long, for each of many value lists: write threads, and all writers behind
// them, would wait for it.
import { expect, test } from 'vitest';
import { readCsv } from '../daemon/harness/csv.ts';
import { csv } from '../daemon/harness/index.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const LISTS = 400;

test('its module is not asked any more for a while, and csv gets what others send', async () => {
  const daemon = await startHazard({
    head: `import collectd from 'collectd';\n`,
    text: `collectd.register_match('slow', {
  match() {
    const until = performance.now() + 150;
    while (performance.now() < until) {}
    return false;
  },
});`,
    options: 'Import "source"',
    files: {
      'source.ts': `import collectd, { Values } from 'collectd';
let done = false;
collectd.register_read(() => {
  if (done) return;
  done = true;
  const vl = new Values({ plugin: 'fed', type: 'derive' });
  for (let i = 0; i < ${LISTS}; i++) vl.dispatch({ values: [i], time: 1e9 + i });
});`,
    },
    before: (dir) => `${csv(dir)}`,
    after: `<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "slow"
    </Match>
    Target "stop"
  </Rule>
</Chain>`,
  });
  // If each list waited for it, they would take a minute.
  await daemon.waitFor(() => readCsv(daemon.dir, 'fed/derive').length === LISTS, 30);
  expect(daemon.log()).toMatch(
    /\[warning\] nodejs plugin: The match "slow" \(\S+\/bad\.ts:2:10\) and the other filters of its module have kept write threads waiting for a second: for the next 10 s the module's matches do not match and its targets do nothing\./,
  );
  await expectUnharmed(daemon);
});
