// What metrics are called.
import { expect, test } from 'vitest';
import { metricName, type NameOptions } from '../../plugins/carbon_writer/lines/metric-name.ts';

const plain: NameOptions = {
  prefix: '',
  hostPostfix: '',
  hostSeparator: '_',
  metricSeparator: '.',
  lowercase: false,
  useTags: false,
};
const full = {
  host: 'web.example.org',
  plugin: 'df',
  plugin_instance: 'root',
  type: 'df_complex',
  type_instance: 'free',
};
const short = { ...full, plugin_instance: '', type_instance: '' };

function name(id: Partial<typeof full>, options: Partial<NameOptions> = {}, source = 'value') {
  return metricName({ ...short, ...id }, source, { ...plain, ...options });
}

test('the path has the order of the original', () => {
  expect(name(full)).toBe('web_example_org.df.root.df_complex.free.value');
  expect(name(full, { prefix: 'collectd', hostPostfix: 'dc1' }, 'used')).toBe(
    'collectd.web_example_org.dc1.df.root.df_complex.free.used',
  );
  expect(name({})).toBe('web_example_org.df.df_complex.value');
});

test('dots and spaces of instances become the separator', () => {
  expect(name({ plugin_instance: 'a.b c' })).toBe('web_example_org.df.a.b.c.df_complex.value');
  expect(name({ type_instance: ' a.b c ' }, { metricSeparator: '_' })).toBe(
    'web_example_org.df.df_complex.a_b_c.value',
  );
  expect(name({ type_instance: 'a.b' }, { metricSeparator: '--' })).toBe(
    'web_example_org.df.df_complex.a--b.value',
  );
});

test('brackets and double quotes of instances go', () => {
  expect(name({ type_instance: '"f(x)"' })).toBe('web_example_org.df.df_complex.fx.value');
});

test('plugins and types keep their dots', () => {
  expect(name({ plugin: 'a.b', type: 'c.d' })).toBe('web_example_org.a.b.c.d.value');
});

test('HostSeparator takes the place of the dots in the host', () => {
  expect(name({}, { hostSeparator: '-' })).toMatch(/^web-example-org\./);
  expect(name({}, { hostSeparator: '.' })).toMatch(/^web\.example\.org\./);
  expect(name({}, { hostSeparator: '' })).toMatch(/^webexampleorg\./);
});

test('everything gets lower-case, whatever it comes from', () => {
  const id = { host: 'WEB', plugin: 'DF', plugin_instance: 'Ä', type: 'T', type_instance: 'B' };
  const options = { lowercase: true, prefix: 'P', hostPostfix: 'Q' };
  expect(name(id, options, 'RX')).toBe('p.web.q.df.ä.t.b.rx');
  expect(name(id, { ...options, useTags: true }, 'RX')).toBe(
    'p.df.t.rx;host=web.q;plugin=df;plugin_instance=ä;type=t;type_instance=b;ds_name=rx',
  );
});

test('there are no empty components', () => {
  expect(name({ plugin_instance: '()', type_instance: '. .' })).toBe(
    'web_example_org.df.df_complex.value',
  );
  expect(name({ plugin_instance: 'a..b' })).toBe('web_example_org.df.a.b.df_complex.value');
  expect(name({}, { prefix: 'p.', hostPostfix: '.q.' })).toBe(
    'p.web_example_org.q.df.df_complex.value',
  );
});

test('nothing splits a line or begins tags', () => {
  const blanks = ['\n', '\t', '\r', '\v', '\u0000', '\u001d', '\u0085', '\u00a0', '\u2028', ' '];
  for (const blank of [...blanks, ';']) {
    const text = `a${blank}b`;
    const id = { host: text, plugin: text, plugin_instance: text, type: text, type_instance: text };
    const path = name(id, { prefix: text, hostPostfix: text }, text);
    expect(path).not.toMatch(/[\s\p{Cc};]/u);
    expect(path).toMatch(/^a_b\.a_b\.a_b\.a_b\./);
    const tagged = name(id, { useTags: true });
    expect(tagged).not.toMatch(/[\s\p{Cc}]/u);
    expect(tagged.split(';')).toHaveLength(7);
  }
});

test('the tags form leaves out what is empty', () => {
  expect(name(full, { useTags: true, prefix: 'collectd' })).toBe(
    'collectd.df.df_complex.value;host=web.example.org;plugin=df;plugin_instance=root;type=df_complex;type_instance=free;ds_name=value',
  );
  expect(name({ plugin_instance: '~' }, { useTags: true })).toBe(
    'df.df_complex.value;host=web.example.org;plugin=df;type=df_complex;ds_name=value',
  );
});
