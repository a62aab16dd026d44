// `run --once`: what counts as a failure, and what is called at the end.
import { describe, expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli, lines } from './command.ts';

const once = (text: string) => {
  const dir = temporary({
    'x.ts': `import collectd, { Notification, Values } from 'collectd';\n${text}`,
  });
  return cli(['run', '--once', `${dir}/x.ts`]);
};

const dispatch = `collectd.register_read(() => {
  new Values({ host: 'h', plugin: 'p', type: 'gauge', values: [1] }).dispatch();
  new Notification({ message: 'm' }).dispatch();
  collectd.info('a line');
  collectd.flush();
});`;

describe('the status is 1 when there has failed', () => {
  test.each([
    ['a write callback', 'collectd.register_write(() => { throw new Error("x"); });'],
    ['a notification callback', 'collectd.register_notification(() => { throw new Error("x"); });'],
    ['a log callback', 'collectd.register_log(() => { throw new Error("x"); });'],
    ['a flush callback', 'collectd.register_flush(() => { throw new Error("x"); });'],
    [
      'a timer',
      'setTimeout(() => { throw new Error("x"); }); collectd.register_init(() => new Promise((done) => setTimeout(done, 20)));',
    ],
    [
      'a forgotten promise',
      'collectd.register_read(() => { void Promise.reject(new Error("x")); }, { name: "y" });',
    ],
  ])('%s', async (_, text) => {
    const { status, stderr } = await once(dispatch + text);
    expect(stderr).toContain('Error: x (x, ');
    expect(status).toBe(1);
  });

  test('and 0 when nothing has', async () => {
    const outcome = await once(`${dispatch} collectd.register_write(() => {});`);
    expect([outcome.status, outcome.stderr]).toEqual([0, 'info: a line\n']);
  });
});

test('flush callbacks are called at the stop, and destinations do not depend on case', async () => {
  const outcome = await once(`const lines: string[] = [];
collectd.register_write((vl) => { lines.push(vl.plugin); }, { name: 'spam' });
collectd.register_flush((seconds, identifier) => { console.log(seconds, identifier, lines.splice(0).join()); }, { name: 'Eggs' });
collectd.register_shutdown(() => { console.log('shutdown'); });
collectd.register_read(() => {
  const vl = new Values({ host: 'h', plugin: 'p', type: 'gauge', values: [1] });
  vl.write('nodejs.SPAM');
  vl.dispatch({ plugin: 'q' });
  collectd.flush({ plugin: 'NODEJS.eggs', timeout: 5 });
});`);
  expect(outcome.stderr.split('\n')).toEqual([
    'info: 5 null ',
    'info: 0 null p,q',
    'info: shutdown',
    '',
  ]);
  expect(lines(outcome)).toHaveLength(1);
  expect(outcome.status).toBe(0);
});
