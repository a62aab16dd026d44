// Messages about misspelt names say which one was probably meant.
import { afterEach, expect, test } from 'vitest';
import { checkOptions } from '../../lib/callbacks/callback-options.ts';
import { hinted, setKnownNames } from '../../lib/log/hints.ts';
import { thrownText } from '../../lib/log/thrown.ts';
import { seconds } from '../../lib/values/seconds.ts';

afterEach(() => setKnownNames([]));

test.each([
  ['_collectd2.default.register_raed is not a function', 'register_raed', 'register_read'],
  ['_collectd.default.register_raed is not a function', 'register_raed', 'register_read'],
  ['(0 , _collectd.register_raed) is not a function', 'register_raed', 'register_read'],
  ['collectd.register_raed is not a function', 'register_raed', 'register_read'],
  ['_collectd.Valuess is not a constructor', 'Valuess', 'Values'],
  ["The requested module 'collectd' does not provide an export named 'Vales'", 'Vales', 'Values'],
])('%s', (message, name, meant) => {
  setKnownNames(['register_read', 'register_write', 'Values']);
  expect(thrownText(new TypeError(message))).toBe(
    `TypeError: collectd has no ${name}. Did you mean "${meant}"?`,
  );
});

test('names that are nothing like one, names that there are, and other messages', () => {
  setKnownNames(['register_read']);
  expect(hinted('collectd.xyzzy is not a function')).toBe('collectd has no xyzzy.');
  for (const message of [
    'collectd.register_read is not a constructor',
    'x.register_raed is not a function',
    'my_collectd.register_raed is not a function',
    'text',
  ])
    expect(hinted(message)).toBe(message);
});

test('the profiler says where there is one', () => {
  expect(hinted('This Environment was initialized without a V8::Inspector')).toMatch(
    /: the profiler works in collectd-nodejs run/,
  );
});

test('a time in milliseconds', () => {
  expect(() => seconds(1795946364374, 'time')).toThrow(
    'time is in seconds since 1970; 1795946364374 looks like milliseconds: divide by 1000',
  );
  expect(() => seconds(1795946364374, 'interval')).toThrow(
    'interval must be from 0 to 17179869183 seconds, not 1795946364374',
  );
  expect(seconds(1795946364.374, 'time')).toBe(1795946364.374);
});

test('an unknown option', () => {
  expect(() => checkOptions('register_read', { intervall: 1 }, ['name', 'interval'])).toThrow(
    'register_read: unknown option "intervall"; there are name, interval. Did you mean "interval"?',
  );
});
