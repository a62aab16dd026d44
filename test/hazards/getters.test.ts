// Values that a module gives to collectd may have getters, or be a proxy, and these may dispatch something else
// meanwhile: each list goes out as it is.
import { expect, test } from 'vitest';
import { reported, waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const head = `
import collectd, { dispatch_multivalue, Notification, register_target, Signed, Values } from 'collectd';
import { report } from './report.ts';
import { afterStart } from './start.ts';
collectd.register_write((vl) => {
  if (vl.plugin !== 'inner') report(vl.plugin + ' ' + vl.type_instance, [...vl.values, vl.plugin_instance, vl.time, vl.interval, Object.entries(vl.meta).join(' ')]);
});
/** Something else, of the same type and of another one. */
function other(): void {
  for (const type of ['if_octets', 'load'] as const)
    new Values({ type, plugin: 'inner', plugin_instance: 'wrong', type_instance: 'wrong', time: 5, interval: 7, meta: { wrong: 'x', more: 2 } })
      .dispatch({ values: (type === 'load' ? [111, 222, 333] : [111, 222]) as never });
}
function getting<T extends object>(fields: T): T {
  for (const [key, value] of Object.entries(fields)) Object.defineProperty(fields, key, { enumerable: true, get() { other(); return value; } });
  return fields;
}
const asking = <T extends object>(subject: T): T => new Proxy(subject, {
  get(target, name) { other(); return Reflect.get(target, name); },
  getPrototypeOf(target) { other(); return Reflect.getPrototypeOf(target); },
  ownKeys(target) { other(); return Reflect.ownKeys(target); },
});
const signed = (n: number): Signed => Object.assign(new Signed(n), { valueOf() { other(); return 666n; } });
const rest = { plugin_instance: 'right', time: 1732177000, interval: 10 };
const meta = { a: 'b', c: signed(4) };
`;

const right = ['right', 1732177000, 10, 'a,b c,4'];

const dispatching = `
const ways: Record<string, (type_instance: string) => void> = {
  element: (type_instance) => {
    const values = [5, 7];
    Object.defineProperty(values, 1, { get() { other(); return 7; } });
    new Values({ type: 'if_octets', plugin: 'outer', type_instance, ...rest, meta }).dispatch({ values: values as never });
  },
  elements: (type_instance) => new Values({ type: 'load', plugin: 'outer', type_instance, ...rest, meta }).dispatch({ values: getting([5, 7, 9]) as never }),
  proxy: (type_instance) => new Values({ type: 'if_octets', plugin: 'outer', type_instance, ...rest, meta }).dispatch({ values: asking([5, 7]) as never }),
  fields: (type_instance) => new Values({ type: 'if_octets' }).dispatch(getting({ plugin: 'outer', type_instance, values: [5, 7], ...rest, meta: getting({ ...meta }) }) as never),
  object: (type_instance) => Values.prototype.dispatch.call(asking(new Values({ type: 'if_octets', plugin: 'outer', type_instance, values: [5, 7], ...rest, meta }))),
  large: (type_instance) => new Values({ type: 'if_octets', plugin: 'outer', type_instance, ...rest })
    .dispatch({ values: [5, 7], meta: getting({ ...meta, large: 'x'.repeat(4000) }) }),
  written: (type_instance) => new Values({ type: 'if_octets', plugin: 'outer', type_instance, ...rest, meta }).write('nodejs.bad', { values: getting([5, 7]) as never }),
  several: () => dispatch_multivalue(getting({ type: 'gauge', plugin: 'several', values: getting({ first: 1, second: 2 }), ...rest, meta: getting({ ...meta }) }) as never),
};
afterStart(() => {
  for (const [name, way] of Object.entries(ways)) way(name);
  report('end', true);
});`;

test('values, fields and meta data that dispatch when they are read', async () => {
  const daemon = await startHazard({ text: head + dispatching, before: 'WriteThreads 1' });
  await waitForReport(daemon, 'several second');
  for (const way of ['element', 'proxy', 'fields', 'object', 'written'])
    expect(reported(daemon, `outer ${way}`), way).toEqual([[5, 7, ...right]]);
  expect(reported(daemon, 'outer elements')).toEqual([[5, 7, 9, ...right]]);
  expect(reported(daemon, 'outer large')).toEqual([
    [5, 7, ...right.slice(0, 3), `a,b c,4 large,${'x'.repeat(4000)}`],
  ]);
  expect(reported(daemon, 'several first')).toEqual([[1, ...right]]);
  expect(reported(daemon, 'several second')).toEqual([[2, ...right]]);
  await expectUnharmed(daemon);
});

const filtering = `
register_target('odd', { invoke(vl) {
  if (vl.plugin !== 'source') return;
  const changed = { plugin: 'outer', plugin_instance: 'right', time: 1732177001, interval: 11, values: getting([6, 8]), meta: { a: 'b', c: signed(4) } };
  Object.assign(vl, changed);
  for (const key of Object.keys(changed)) { const value = (vl as any)[key]; Object.defineProperty(vl, key, { get() { other(); return value; } }); }
} });
afterStart(() => {
  new Values({ type: 'if_octets', plugin: 'source', type_instance: 'filtered', time: 1732177000, interval: 10, meta: { d: 1 } }).dispatch({ values: [5, 7] });
});`;

const chain = `PreCacheChain "PreCache"
<Chain "PreCache">
  <Target "nodejs">
    Name "odd"
  </Target>
</Chain>`;

test('what a target makes of a list', async () => {
  const daemon = await startHazard({
    text: head + filtering,
    before: 'WriteThreads 1',
    after: chain,
  });
  await waitForReport(daemon, 'outer filtered');
  expect(reported(daemon, 'outer filtered')).toEqual([[6, 8, 'right', 1732177001, 11, 'a,b c,4']]);
  await expectUnharmed(daemon);
});

const notifying = `
collectd.register_notification((n) => {
  if (n.plugin === 'outer') report('notified', [n.message, n.type_instance, Object.entries(n.meta).join(' ')]);
});
const again = (): void => { new Notification({ message: 'wrong', plugin: 'inner', meta: { wrong: 1 } }).dispatch(); };
afterStart(() => {
  const fields = { message: 'right', plugin: 'outer', type_instance: 'own', meta: { a: 'b', c: signed(4) } };
  for (const [key, value] of Object.entries(fields)) Object.defineProperty(fields, key, { get() { again(); other(); return value; } });
  new Notification().dispatch(fields);
});`;

test('a notification whose fields dispatch others', async () => {
  const daemon = await startHazard({ text: head + notifying });
  await waitForReport(daemon, 'notified');
  expect(reported(daemon, 'notified')).toEqual([['right', 'own', 'a,b c,4']]);
  await expectUnharmed(daemon);
});
