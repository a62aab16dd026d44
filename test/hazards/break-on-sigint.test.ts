// Scripts that Ctrl-C is to end: SIGINT stays collectd's all the same, which stops as always.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { startHazard } from './hazard.ts';

const text = `
import collectd from 'collectd';
import vm from 'node:vm';
import { report } from './report.ts';
import { afterStart } from './start.ts';
collectd.register_shutdown(() => report('shutdown', true));
const options = { breakOnSigint: true };
const context = vm.createContext({});
const ways: (() => unknown)[] = [
  () => vm.runInNewContext('1', {}, options),
  () => vm.runInContext('2', context, options),
  () => vm.runInThisContext('3', options),
  () => new vm.Script('4').runInNewContext({}, options),
  () => new vm.Script('5').runInContext(context, options),
  () => new vm.Script('6').runInThisContext(options),
  () => { process.once('SIGINT', () => report('heard', true)); return vm.runInThisContext('7', { ...options, timeout: 1000 }); },
];
const anyVm = vm as any;
const evaluate = async (): Promise<unknown> => {
  if (anyVm.SourceTextModule === undefined) return 'none';
  const module = new anyVm.SourceTextModule('export default 8', { context });
  await module.link(() => {});
  await module.evaluate(options);
  return module.namespace.default;
};
afterStart(async () => {
  report('results', ways.map((way) => way()));
  report('module', await evaluate());
});`;

test('of node:vm: no effect, and one line', async () => {
  const daemon = await startHazard({ text, options: 'NodeOption "--experimental-vm-modules"' });
  await waitForReport(daemon, 'module');
  expect(reported(daemon, 'results')).toEqual([[1, 2, 3, 4, 5, 6, 7]]);
  expect(reported(daemon, 'module')).toEqual([8]);
  expect(daemon.log().match(/vm: breakOnSigint: has no effect: .* \(bad, /g)).toHaveLength(1);
  daemon.kill('SIGINT');
  expect(await daemon.waitForExit()).toMatchObject({ status: 0, signal: null });
  expect(reported(daemon, 'shutdown')).toEqual([true]);
  expect(reported(daemon, 'heard')).toEqual([]);
});
