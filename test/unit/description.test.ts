// What `describe` prints of a declaration.

import {
  alias,
  block,
  blocks,
  boolean,
  deprecated,
  duration,
  hostPort,
  integer,
  list,
  number,
  oneOf,
  path,
  Secret,
  secret,
  size,
  string,
  url,
} from 'collectd';
import { describe, expect, test } from 'vitest';
import { parse } from '../../lib/cli/conf/parser.ts';
import { formatBlock } from '../../lib/cli/describe/block.ts';
import { formatTables } from '../../lib/cli/describe/markdown.ts';
import { treeOf } from '../../lib/cli/run/module-blocks.ts';
import { Declared } from '../../lib/declaration/declared.ts';
import { describeOptions } from '../../lib/declaration/description.ts';
import { Names } from '../../lib/declaration/names.ts';
import type { Declaration, Option } from '../../lib/declaration/option.ts';
import { configFromTree } from '../../lib/values/config.ts';

function described(declaration: Declaration, name = 'modem') {
  return { name, options: describeOptions(new Names(declaration, 'test')) };
}

const blockOf = (declaration: Declaration) => formatBlock(described(declaration));
const tablesOf = (declaration: Declaration) => formatTables(described(declaration), true);

const uncommented = (text: string) => text.replace(/^( *)#(?! )/gm, '$1');

/** Of the text of a block, as collectd's parser reads it. */
function problemsOf(declaration: Declaration, text: string): string[] {
  const [item, ...more] = parse(`${text}\n`, 'collectd.conf', (stray) => {
    throw new Error(`passed over: ${stray.text}`);
  });
  if (item === undefined || more.length > 0) throw new Error('not one block');
  const { problems } = new Declared(declaration, 'error', 'test').read(
    configFromTree(treeOf(item)),
  );
  return problems.map(({ message }) => message);
}

const kinds: readonly (readonly [string, Option<unknown>])[] = [
  ['string', string()],
  ['string, required', string({ required: true })],
  ['string with a pattern', string({ pattern: /^a+$/, required: true, example: 'aa' })],
  ['string with a default', string({ default: 'a "b" \\ c' })],
  ['string with a default of two lines', string({ default: 'a\nb' })],
  ['string with an empty default', string({ default: '', empty: true })],
  ['number', number()],
  ['number, required', number({ required: true, min: 0.5 })],
  ['number below 0', number({ max: -1.5 })],
  ['number with a default', number({ default: 1e-7 })],
  ['integer', integer()],
  ['integer, required', integer({ required: true, min: 0.5 })],
  ['integer below 0', integer({ max: -1.5 })],
  ['integer with a default', integer({ default: -5 })],
  ['boolean', boolean()],
  ['boolean, required', boolean({ required: true })],
  ['boolean with a default', boolean({ default: false })],
  ['duration', duration()],
  ['duration, required', duration({ required: true, min: 0.1 })],
  ['duration with a default', duration({ default: 0.5 })],
  ['size', size()],
  ['size, required', size({ required: true, min: 0.1 })],
  ['size with a default', size({ default: 1024 })],
  ['path', path()],
  ['path, required', path({ required: true, absolute: true })],
  ['path with a default', path({ default: '/etc/passwd', readable: true, type: 'file' })],
  ['url', url()],
  ['url, required', url({ required: true, protocols: ['mqtt'] })],
  ['url with a default', url({ default: 'https://h/a' })],
  ['hostPort', hostPort()],
  ['hostPort, required', hostPort({ required: true, port: 7 })],
  ['hostPort with a default', hostPort({ default: { host: '::1', port: 7 } })],
  ['oneOf', oneOf('a b', 'c')],
  ['oneOf, required', oneOf(['true', 'a'], { required: true })],
  ['oneOf with a default', oneOf(['a', '5'], { default: '5' })],
  ['list', list(string())],
  ['list, required', list(hostPort(), { required: true })],
  ['list with a default', list(integer(), { default: [7, 8] })],
  ['list with an example', list(string({ pattern: /^a/ }), { example: ['a', 'aa'] })],
  ['block', block({ A: string() })],
  ['block, required', block({ A: string(), B: integer() }, { required: true })],
  ['blocks', blocks({ A: string({ required: true }), B: block({ C: integer() }) })],
  ['blocks, required', blocks({}, { required: true })],
  ['blocks without names', blocks({ A: string() }, { required: true, named: false })],
  ['deprecated', deprecated('Use B.', string())],
  ['deprecated, required', deprecated('Use B.', string({ required: true }))],
  ['deprecated, without a use', deprecated('Remove it.')],
];

describe('the block can be pasted as it is, and with all that is commented out', () => {
  test.each(kinds)('%s', (_kind, option) => {
    const declaration = { X: option, Other: alias('X') };
    if (option.kind === 'deprecated') Reflect.deleteProperty(declaration, 'Other');
    const text = blockOf(declaration);
    const isMarked = (messages: string[]) =>
      messages.filter((message) => !message.includes('the option is deprecated. Use B.'));
    expect(isMarked(problemsOf(declaration, text)), text).toEqual([]);
    expect(isMarked(problemsOf(declaration, uncommented(text))), text).toEqual([]);
    expect(text).not.toContain('Other');
  });

  test('only secrets have to be filled in', () => {
    const declaration = { Token: secret({ required: true }), All: list(secret()), Key: secret() };
    const text = blockOf(declaration);
    expect(problemsOf(declaration, text)).toEqual([
      'Token (secret) in <Module "modem">: give text in quotes.',
    ]);
    expect(text).toContain('\n  Token ""\n');
    expect(text).toContain('\n  #All ""\n');
    expect(text).toContain('\n  #Key ""\n');
  });

  test('a required option comes with those that it needs', () => {
    const declaration = {
      Cert: path({ required: true, needs: 'key' }),
      Key: path({ needs: 'Name' }),
      Name: string(),
      Free: string(),
    };
    const text = blockOf(declaration);
    expect(problemsOf(declaration, text)).toEqual([]);
    expect(text).toContain('# a path in quotes; only with Key; must be given\n  Cert "/…"\n');
    expect(text).toMatch(/^ {2}Name /m);
    expect(text).toMatch(/^ {2}#Free /m);
  });
});

const modem = {
  Host: string({ required: true, description: 'where to connect', example: 'modem.example.org' }),
  Hosts: alias('Host'),
  Port: integer({ min: 1, max: 65535, default: 25826, description: 'the\n port' }),
  Format: oneOf(['a|b', '`c`'], { default: '`c`' }),
  Separator: string({ default: '\n', empty: true, description: 'between values' }),
  Files: list(path(), { description: 'what to read' }),
  Old: deprecated('Use Host instead.', string()),
  Must: deprecated('Use Port instead.', string({ required: true })),
  Password: secret({ description: 'of the user', needs: 'Host', excludes: 'Port' }),
  Remote: blocks(
    {
      Every: duration({ min: 1, default: 10, description: 'how often' }),
      TLS: block({ CA: path({ absolute: true, required: true }) }),
    },
    { description: 'more modems' },
  ),
};

test('a block with comments', () => {
  expect(blockOf(modem)).toBe(`<Module modem>
  # where to connect
  # text in quotes; must be given
  Host "modem.example.org"

  # the port
  # a whole number from 1 to 65535; this is the default
  #Port 25826

  # "a|b" or "\`c\`"; this is the default
  #Format "\`c\`"

  # between values
  # text in quotes; the default is "\\n"
  #Separator "…"

  # what to read
  # a path in quotes, once or more often; no default
  #Files "/…"

  # deprecated: Use Port instead.
  # text in quotes; must be given
  Must "…"

  # of the user
  # text in quotes; only with Host; not with Port; no default
  #Password ""

  # more modems
  # any number of blocks, each with another name; may be left out
  #<Remote "name">
    # how often
    # a number of seconds of at least 1, or a text such as "5m" or "1h30m"; this is the default
    #Every 10

    # a block; may be left out
    #<TLS>
      # an absolute path in quotes; must be given
      #CA "/…"
    #</TLS>
  #</Remote>
</Module>`);
});

test('tables for a README', () => {
  expect(tablesOf(modem)).toBe(`| option | meaning | default |
|---|---|---|
| \`Host "…"\`, also \`Hosts\` | where to connect | must be given |
| \`Port number\` | the port (a whole number from 1 to 65535) | \`25826\` |
| \`Format "…"\` | "a\\|b" or "\`c\`" | \`\` "\`c\`" \`\` |
| \`Separator "…"\` | between values | \`"\\n"\` |
| \`Files "…" …\` | what to read | |
| \`Must "…"\` | deprecated: Use Port instead. | must be given |
| \`Password "…"\` | of the user (only with \`Host\`; not with \`Port\`) | |
| \`<Remote "…">\` | more modems | |

| in \`<Remote>\` | meaning | default |
|---|---|---|
| \`Every seconds\` | how often (a number of seconds of at least 1, or a text such as "5m" or "1h30m") | \`10\` |
| \`<TLS>\` | a block | |

| in \`<TLS>\` in \`<Remote>\` | meaning | default |
|---|---|---|
| \`CA "…"\` | an absolute path in quotes | must be given |`);
});

test('names that are no words for collectd are quoted', () => {
  const heads = ['x', 'a.b', '5', 'true', 'a"b'].map(
    (name) => formatBlock(described({}, name)).split('\n')[0],
  );
  expect(heads).toEqual([
    '<Module x>',
    '<Module "a.b">',
    '<Module "5">',
    '<Module "true">',
    '<Module "a\\"b">',
  ]);
  for (const head of heads) expect(problemsOf({}, `${head}\n</Module>`)).toEqual([]);
});

test('descriptions of secrets can be sent, and show none', () => {
  const declaration = {
    D: list(secret(), { default: [new Secret('hunter2')], example: [new Secret('hunter2')] }),
  };
  const { options } = described(declaration);
  expect(structuredClone(options)).toEqual(options);
  expect(options.map((option) => 'written' in option && option.written)).toEqual(['""']);
  expect(JSON.stringify(options)).not.toContain('hunter2');
  expect(blockOf(declaration)).not.toContain('hunter2');
});

test.each([null, () => 1, { host: 'h', port: 1 }, [Symbol()], Symbol()])(
  'a default of another kind',
  (value) => {
    expect(() => described({ A: string({ default: value as never }) })).toThrow(
      'test: the default of A is rejected: give text in quotes',
    );
  },
);

test('an example that the option rejects', () => {
  expect(() => described({ A: integer({ min: 1, example: 0 }) })).toThrow(
    'test: the example of A is rejected: give a whole number of at least 1',
  );
});
