// Callbacks come and go while everything is busy.
import { expect } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

interface Stays {
  written: number;
  reads: number;
  matched: number;
}

/** For so many seconds; nothing may be lost for the callbacks that stay. */
export async function registerInALoop(seconds: number): Promise<void> {
  const churn = `
    import collectd from 'collectd';
    import { report, thrown } from './report.ts';
    const spare: string[] = [];
    const never = (): void => {};
    for (let i = 0; i < 50; i++) {
      spare.push(collectd.register_write(never, { name: MODULE + '.write.' + i }));
      collectd.register_log(never, { name: MODULE + '.log.' + i });
      collectd.register_notification(never, { name: MODULE + '.notification.' + i });
      collectd.register_flush(never, { name: MODULE + '.flush.' + i });
      collectd.register_match(MODULE + '.match.' + i, { match: () => true });
    }
    let end = 0;
    const count = { rounds: 0, calls: 0, late: 0, taken: 0 };
    function round(): void {
      for (let i = 0; i < 20; i++) {
        const name = MODULE + '.' + (count.rounds++ % 100);
        const group = 'group.' + name;
        const id = collectd.register_read(() => void count.calls++, { name, interval: 0.01, group });
        if (i % 3 === 0) collectd.unregister_read_group(group);
        else collectd.unregister_read(id);
        collectd.unregister_shutdown(collectd.register_shutdown(never, { name }));
        if (thrown(() => collectd.register_write(never, { name })).includes('TOO_LATE')) count.late++;
      }
      if (count.rounds % 400 === 0 && spare.length > 0) {
        const which = spare.pop()!.replace('.write.', '.KIND.');
        for (const kind of ['write', 'log', 'notification', 'flush', 'match'] as const) {
          collectd[\`unregister_\${kind}\`](which.replace('KIND', kind));
          count.taken++;
        }
      }
      if (Date.now() < end) setTimeout(round, 1);
      else report('churn', count);
    }
    const first = collectd.register_read(() => {
      collectd.unregister_read(first);
      end = Date.now() + ${seconds} * 1000;
      round();
    }, { name: MODULE + '.start' });`;
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 5
${nodejs(dir, 'Import "stays"\nImport "sender"\nImport "churn_a"\nImport "churn_b"')}
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "stays"
    </Match>
    <Target "stop">
    </Target>
  </Rule>
</Chain>
PreCacheChain "PreCache"`,
    files: {
      ...reporting,
      'churn_a.ts': `const MODULE = 'a';${churn}`,
      'churn_b.ts': `const MODULE = 'b';${churn}`,
      'stays.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        const count = { written: 0, reads: 0, matched: 0 };
        collectd.register_write((vl) => { if (vl.plugin === 'busy') count.written++; });
        collectd.register_match('stays', { match(vl) { if (vl.plugin === 'busy') count.matched++; return false; } });
        collectd.register_read(() => { count.reads++; }, 0.1);
        collectd.register_notification(() => report('stays', count));`,
      'sender.ts': `
        import collectd, { Notification, Values } from 'collectd';
        import { report } from './report.ts';
        let end = 0, sent = 0, arrived = 0, told = false;
        const vl = new Values({ plugin: 'busy', type: 'gauge' });
        collectd.register_write((vl) => { if (vl.plugin === 'busy') arrived++; });
        collectd.register_read(() => {
          end ||= Date.now() + ${seconds} * 1000;
          // No more than the write threads get done: at the end all of it has to arrive.
          if (Date.now() < end && sent - arrived > 1000) return;
          if (Date.now() < end)
            for (let i = 0; i < 200; i++) vl.dispatch({ values: [sent++], time: 1732177000 + sent });
          else if (!told) told = (report('sent', sent), true);
          else new Notification({ message: 'how far?' }).dispatch();
        }, 0.05);`,
    },
  });
  // Before that collectd has to start: four modules with five hundred callbacks.
  const [sent = 0] = await waitForReport<number>(daemon, 'sent', seconds + 90);
  const last = () => reported<Stays>(daemon, 'stays').at(-1);
  await expect.poll(() => last()?.written).toBe(sent);
  await expect.poll(() => reported(daemon, 'churn')).toHaveLength(2);
  const ending = await daemon.stop();
  expect(ending).toMatchObject({ status: 0, signal: null });
  expect(sent).toBeGreaterThan(0);
  // On a machine that is busy enough a match is passed over, and the log says so.
  const isPassedOver = /has not answered within 1 s|have kept write threads waiting/;
  if (!isPassedOver.test(ending.log)) expect(last()?.matched).toBe(sent);
  expect(last()?.reads).toBeGreaterThan(0);
  for (const count of reported<Record<string, number>>(daemon, 'churn')) {
    expect(count.rounds).toBeGreaterThan(0);
    expect(count.late).toBe(count.rounds);
  }
  expect(ending.log).not.toMatch(/\[error\]|were dropped|already registered/);
}
