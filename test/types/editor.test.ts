// Editors complete names while authors write, and show types and comments of those they point at.
import { expect, test, vi } from 'vitest';
import { Editor } from './editor.ts';

vi.setConfig({ testTimeout: 180_000 });

const completed: [what: string, code: string, names: string[]][] = [
  ['a type', `new Values({ type: '|' });`, ['if_octets', 'temperature']],
  ['a type among other fields', `new Values({ plugin: 'p', type: '|', values: [1] });`, ['load']],
  ['the type of a data set', `get_dataset('|');`, ['if_octets', 'users']],
  [
    'a type that is compared',
    `register_write((vl) => { if (vl.type === '|') return; });`,
    ['if_octets'],
  ],
  ['a field', `new Values({ | });`, ['plugin_instance', 'type_instance', 'meta']],
  ['a data source', `get_dataset('if_octets')[0].|;`, ['name', 'type', 'min', 'max']],
  ['a destination', `new Values().write('|');`, ['csv', 'network', 'rrdtool', 'write_log']],
  ['a severity', `collectd.NOTIF|;`, ['NOTIF_FAILURE', 'NOTIF_WARNING', 'NOTIF_OKAY']],
  ['an option', `register_write(() => {}, { | });`, ['batch', 'bigint', 'rates', 'full', 'name']],
  ['a function', `collectd.|;`, ['register_read', 'get_dataset', 'hostname']],
];

test.each(completed)('editors complete %s', (_what, code, names) => {
  expect(new Editor(code).completions()).toEqual(expect.arrayContaining(names));
});

const shown: [code: string, text: string][] = [
  [`register_write((|vl) => {});`, '(parameter) vl: Values<string, number>'],
  [
    `register_write((|vl) => {}, { bigint: true });`,
    '(parameter) vl: Values<string, number | bigint>',
  ],
  [
    `register_write((|lists) => {}, { batch: true });`,
    '(parameter) lists: Values<string, number>[]',
  ],
  [`register_write((vl) => vl.|values);`, '(property) Values<string, number>.values: number[]'],
  [`register_cache_event((|event) => {});`, '(parameter) event: CacheEvent<number>'],
  [`register_missing((|list) => {});`, '(parameter) list: Values<string, never>'],
  [`register_match('m', { match: (|vl) => true });`, '(parameter) vl: Values<string, number>'],
  [
    `const |list = new Values({ type: 'if_octets', values: [1, 2] });`,
    'const list: Values<"if_octets", number>',
  ],
  [
    `const |list = new Values({ type: 'gauge', plugin: 'p' });`,
    'const list: IncompleteValues<"values", "gauge", number | bigint>',
  ],
  [`const |list = new Values({ type: dynamic });`, 'const list: Values<string, number | bigint>'],
  [`const |list = new Values();`, 'const list: Values<string, number | bigint>'],
  [`const { |severity } = new Notification();`, 'const severity: NotificationSeverity'],
  [`|NOTIF_OKAY;`, '(alias) const NOTIF_OKAY: 4\nimport NOTIF_OKAY'],
];

test.each(shown)('%s shows what it is', (code, text) => {
  expect(new Editor(code).hover()).toBe(text);
});

const described: [code: string, text: RegExp][] = [
  [`|Values;`, /^A value list: an identifier, a time, and one value for each data source/],
  [`new Values().|dispatch();`, /^Gives the list to collectd, which has it when this returns/],
  [`new Values({ type: 'gauge' }).|dispatch({ values: [1] });`, /^Gives the list to collectd/],
  [`new Values({ |time: 1 });`, /^Seconds since 1970, such as `Date.now\(\) \/ 1000`/],
  [`new Notification({ |time: 1 });`, /^Seconds since 1970, such as `Date.now\(\) \/ 1000`/],
];

test.each(described)('%s shows its comment', (code, text) => {
  expect(new Editor(code).comment()).toMatch(text);
});
