// A log callback that dispatches notifications, and a notification callback that logs: neither goes round for ever.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectReads, expectUnharmed, startHazard } from './hazard.ts';

/** Far less than a loop makes in the time of a few reads. */
const FEW = 100;

const log = `collectd.register_log((severity, text) => {
  report('logged', text.slice(0, 100));
  new Notification({ severity: collectd.NOTIF_OKAY, message: text.slice(0, 200), plugin: 'log' }).dispatch();
});`;
const notification = `collectd.register_notification((n) => {
  if (n.plugin !== 'log') return;
  report('notified', n.message);
  collectd.info('about ' + n.message);
  console.log('and ' + n.message);
  setTimeout(() => collectd.warning('later ' + n.message));
});`;
const head = `import collectd, { Notification } from 'collectd';
import { report } from './report.ts';
import { afterStart } from './start.ts';
`;
const begin = `afterStart(() => collectd.info('first'));`;

test.each([
  ['in one module', `${head}${log}\n${notification}\n${begin}`, undefined],
  ['in two workers', `${head}${log}\n${begin}`, `${head}${notification}`],
  ['with two log callbacks', `${head}${log}\n${notification}\n${begin}`, `${head}${log}`],
])('%s', async (_, text, other) => {
  const daemon = await startHazard({
    text,
    options: other === undefined ? '' : 'Import "other"',
    files: other === undefined ? {} : { 'other.ts': other },
  });
  await daemon.waitFor(() => reported(daemon, 'logged').includes('first'));
  await waitForReport(daemon, 'notified');
  await daemon.waitForLog(/^\[info\] about first$/m);
  await daemon.waitForLog(/^\[warning\] later first$/m);
  const amounts = () => `${reported(daemon, 'logged').length} ${daemon.log().length}`;
  const isAtRest = async () => {
    const before = amounts();
    await expectReads(daemon);
    return amounts() === before;
  };
  await expect.poll(isAtRest, { timeout: 45_000 }).toBe(true);
  expect(reported(daemon, 'logged').length).toBeLessThan(FEW);
  expect(reported(daemon, 'logged')).not.toContain('about first');
  expect(
    daemon.log().match(/^\[notice\] nodejs plugin: A log callback dispatches notifications: /gm),
  ).toHaveLength(1);
  await expectUnharmed(daemon);
});
