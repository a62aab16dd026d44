// Sentences of the manual that are easy to get wrong, each beside the code that it speaks of.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import collectd from 'collectd';
import { expect, test } from 'vitest';
import { applyOptions } from '../../lib/cli/check/option.ts';
import { PluginOptions } from '../../lib/cli/check/options.ts';
import { Findings } from '../../lib/cli/conf/findings.ts';
import { attach, Kind } from '../../lib/contract/native.ts';
import { setOnlyContext } from '../../lib/execution/context.ts';
import { Registry } from '../../lib/fake-collectd/registry.ts';
import { fakeNative } from './fake-native.ts';

const root = resolve(import.meta.dirname, '../..');
const manual = readFileSync(join(root, 'docs/collectd-nodejs.5.md'), 'utf8');

/** From its first line to the next entry. */
const paragraph = (start: string): string => {
  const from = manual.indexOf(`\n- \`${start}`);
  expect(from, start).toBeGreaterThan(0);
  return manual.slice(from, manual.indexOf('\n- ', from + 1));
};

/** The message of `check` about a line of the configuration. */
function complaint(key: string, value: string | number): string {
  const findings = new Findings();
  const item = { key, values: [value], children: [], file: 'f', line: 1 };
  const { plugin } = new PluginOptions(findings).rules;
  applyOptions([item], '<Plugin nodejs>', plugin, findings);
  return findings.all.map(({ message }) => message).join();
}

const context = {
  module: { index: 0, name: 'own', path: '/own.ts', interval: 0, timeout: 0, log_prefix: true },
  interval: 10,
  quiet: false,
  depth: 0,
  flushDepth: 0,
};

test('which callbacks may be registered late', () => {
  const registry = new Registry();
  registry.commit();
  const late = Object.entries(Kind).filter(([, kind]) => {
    const one = { kind, identifier: 'x', location: '', interval: 1, timeout: 1, group: '' };
    return typeof registry.add(one) === 'number';
  });
  expect(late.map(([name]) => name).sort()).toEqual(['read', 'shutdown']);
  expect(manual).toContain('Everything but reads and shutdown callbacks must be registered while');
});

test('how a wrong severity fails', () => {
  setOnlyContext(context);
  const fail = (severity: unknown) => {
    const notification = new collectd.Notification({ message: 'm', severity: severity as never });
    return () => notification.dispatch();
  };
  attach(fakeNative({ session: {} as never, notify: () => true }));
  expect(fail(3)).toThrow(RangeError);
  expect(fail('4')).toThrow(TypeError);
  expect(paragraph('severity')).toContain(
    'another number is a RangeError, what is no number a TypeError',
  );
});

test('which options of Node.js are refused, and the range of HeapLimit', () => {
  expect(complaint('NodeOption', '--inspect')).not.toBe('');
  expect(complaint('NodeOption', '--max-old-space-size=64')).toContain('HeapLimit');
  const option = paragraph('NodeOption');
  for (const word of ['--inspect', '--max-old-space-size', 'HeapLimit'])
    expect(option).toContain(word);
  const [range = 'no range'] = /\d+ to \d+/.exec(complaint('HeapLimit', 1)) ?? [];
  expect(paragraph('HeapLimit').replace('65536 (', `${range.slice(6)} (`)).toContain(
    `from ${range}`,
  );
});

test('what is thrown where a destination fails', () => {
  expect(paragraph('ERR_COLLECTD_DISPATCH')).toContain('the destination of `write()` failed');
});

test('NUL and lone surrogates are a TypeError in every place', () => {
  expect(manual).toMatch(
    /must not contain NUL or a lone surrogate: that is a TypeError, in every place/,
  );
  setOnlyContext(context);
  attach(fakeNative({ session: {} as never, unregister: () => [], unregister_group: () => [] }));
  const takers = Object.entries(collectd).filter(([name]) => name.startsWith('unregister_'));
  expect(takers.length).toBeGreaterThan(10);
  for (const [name, take] of takers)
    for (const text of ['a\0', '\ud800'])
      expect(() => (take as (which: string) => void)(text), name).toThrow(TypeError);
});
