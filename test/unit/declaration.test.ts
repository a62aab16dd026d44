// Options of a <Module> block as a module declares them: what is accepted, and what is said of
// what is not.

import { inspect } from 'node:util';
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
import { treeOf } from '../../lib/cli/run/module-blocks.ts';
import { Declared } from '../../lib/declaration/declared.ts';
import type { Declaration } from '../../lib/declaration/option.ts';
import type { UnknownOptions } from '../../lib/declaration/read-block.ts';
import { configFromTree } from '../../lib/values/config.ts';

/** What a declaration makes of the lines of a block, as collectd's parser reads them. */
function read(declaration: Declaration, lines: string, unknown: UnknownOptions = 'error') {
  const [item] = parse(`<Module modem>\n${lines}\n</Module>\n`, 'collectd.conf', () => {});
  if (item === undefined) throw new Error('no block');
  const { options, raw, problems } = new Declared(declaration, unknown, 'register_config').read(
    configFromTree(treeOf(item)),
  );
  return { options, raw, problems, messages: problems.map(({ message }) => message) };
}

const IN = 'in <Module "modem">';

describe('values that are accepted', () => {
  test.each([
    ['string', string(), 'X "a b"', 'a b'],
    ['string: one word', string(), 'X abc_1', 'abc_1'],
    ['string: empty', string({ empty: true }), 'X ""', ''],
    ['string: by a pattern', string({ pattern: /^[a-z]+$/g }), 'X abc', 'abc'],
    ['number', number(), 'X 1.5', 1.5],
    ['number: what is text to collectd', number(), 'X "1e3"', 1000],
    ['number: negative', number(), 'X -.5', -0.5],
    ['number: its limits', number({ min: 1, max: 1 }), 'X 1', 1],
    ['integer', integer(), 'X 5', 5],
    ['integer: in quotes', integer(), 'X "5"', 5],
    ['integer: hexadecimal', integer(), 'X 0x1f', 31],
    ['boolean', boolean(), 'X true', true],
    ['boolean: a word that collectd takes for text', boolean(), 'X On', true],
    ['boolean: in quotes', boolean(), 'X "FALSE"', false],
    ['boolean: no', boolean(), 'X no', false],
    ['duration', duration(), 'X 90', 90],
    ['duration: with a unit', duration(), 'X "500ms"', 0.5],
    ['duration: with several', duration(), 'X "1h 30m"', 5400],
    ['duration: fractions', duration(), 'X "0.1s0.2s"', 0.3],
    ['duration: days, weeks', duration(), 'X "1w2d"', 777_600],
    ['size', size(), 'X 1024', 1024],
    ['size: K', size(), 'X "64K"', 65_536],
    ['size: MiB', size(), 'X "1.5 MiB"', 1_572_864],
    ['size: GB', size(), 'X "1GB"', 1e9],
    ['path', path(), 'X "/etc"', '/etc'],
    ['path: a directory', path({ type: 'directory' }), 'X "/etc"', '/etc'],
    ['path: a file', path({ type: 'file', readable: true }), 'X "/etc/passwd"', '/etc/passwd'],
    ['url', url(), 'X "https://u:p@example.org/a"', 'https://u:p@example.org/a'],
    ['url: another protocol', url({ protocols: ['mqtt'] }), 'X "mqtt://h"', 'mqtt://h'],
    ['hostPort', hostPort(), 'X "h.example:5"', { host: 'h.example', port: 5 }],
    ['hostPort: two values', hostPort(), 'X "h.example" "5"', { host: 'h.example', port: 5 }],
    ['hostPort: IPv6', hostPort(), 'X "[::1]:5"', { host: '::1', port: 5 }],
    ['hostPort: its port', hostPort({ port: 7 }), 'X "h"', { host: 'h', port: 7 }],
    [
      'hostPort: IPv6, its port',
      hostPort({ port: 7 }),
      'X "fe80::1"',
      { host: 'fe80::1', port: 7 },
    ],
    ['oneOf: in any case', oneOf('Otlp', 'influx'), 'X OTLP', 'Otlp'],
    ['oneOf: a word of booleans', oneOf('auto', 'true'), 'X true', 'true'],
    ['list', list(integer()), 'X 1 2\nX "3"', [1, 2, 3]],
    ['list: none', list(integer()), 'Y 1', []],
    ['list: its default', list(integer(), { default: [7] }), 'Y 1', [7]],
    ['a default', integer({ default: 7 }), 'Y 1', 7],
    ['none', integer(), 'Y 1', undefined],
    ['the last of several', integer({ repeated: 'last' }), 'X 1\nX 2', 2],
  ])('%s', (_what, option, lines, value) => {
    const { options, messages } = read({ X: option, Y: integer() }, lines);
    expect({ messages, value: options.X }).toEqual({ messages: [], value });
  });

  test('names of options do not regard case, values do', () => {
    expect(read({ HostName: string() }, 'hostNAME "A"').options).toEqual({ HostName: 'A' });
  });

  test('blocks, named and not', () => {
    const { options, messages } = read(
      {
        TLS: block({ Verify: boolean({ default: true }) }),
        Remote: blocks({ Format: oneOf('otlp', 'influx'), Port: integer({ default: 1 }) }),
        Receiver: blocks({ Host: string() }, { named: false }),
        Other: block({}),
      },
      `<TLS>\nVerify off\n</TLS>
      <Remote "a">\nFormat otlp\n</Remote>
      <Remote "b">\n</Remote>
      <Receiver>\nHost h\n</Receiver>`,
    );
    expect(messages).toEqual([]);
    expect(options).toEqual({
      TLS: { Verify: false },
      Remote: [
        { name: 'a', Format: 'otlp', Port: 1 },
        { name: 'b', Format: undefined, Port: 1 },
      ],
      Receiver: [{ Host: 'h' }],
      Other: undefined,
    });
  });

  test('other names, and names that are on their way out', () => {
    const declaration = {
      Servers: list(string()),
      Server: alias('Servers'),
      Old: deprecated('Use Servers instead.', string()),
      Gone: deprecated('Remove it.'),
    };
    const { options, problems } = read(declaration, 'server a\nSERVERS b\nOld c\nGone 1');
    expect(options).toEqual({ Servers: ['a', 'b'], Old: 'c' });
    expect(problems.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      `warning: Old ${IN}: the option is deprecated. Use Servers instead.`,
      `warning: Gone ${IN}: the option is deprecated. Remove it.`,
    ]);
  });
});

const TEXT = 'give text in quotes';
const kinds = {
  string: [string(), TEXT],
  number: [number({ min: 0, max: 5 }), 'give a number from 0 to 5'],
  integer: [integer({ min: 1, max: 65535 }), 'give a whole number from 1 to 65535'],
  boolean: [boolean(), 'give true or false'],
  duration: [
    duration({ min: 0.1, max: 3600 }),
    'give a number of seconds from 0.1 to 3600, or a text such as "5m" or "1h30m"',
  ],
  size: [
    size({ max: 1e6 }),
    'give a number of bytes from 0 to 1000000, or a text such as "64K" or "10MiB"',
  ],
  path: [path({ absolute: true }), 'give an absolute path in quotes'],
  url: [url(), 'give a URL in quotes that begins with "http://" or "https://"'],
  hostPort: [hostPort(), 'give a host and a port, such as "localhost:25826"'],
  oneOf: [oneOf('otlp', 'influx'), 'give "otlp" or "influx"'],
  list: [list(integer({ min: 1 })), 'give a whole number of at least 1'],
  secret: [secret(), TEXT],
} as const;

describe('for every kind: misspelt, missing, of another kind, out of range, twice', () => {
  test.each(Object.keys(kinds))('%s, misspelt', (kind) => {
    const [option] = kinds[kind as keyof typeof kinds];
    const { messages } = read({ Interval: option }, 'Intreval "very secret"');
    expect(messages).toEqual([`Unknown option "Intreval" ${IN}. Did you mean "Interval"?`]);
  });

  test.each([
    ['string', string({ required: true, description: 'where to connect' }), ': where to connect.'],
    ['number', number({ required: true }), '.'],
    ['integer', integer({ required: true }), '.'],
    ['boolean', boolean({ required: true }), '.'],
    ['duration', duration({ required: true }), '.'],
    ['size', size({ required: true }), '.'],
    ['path', path({ required: true }), '.'],
    ['url', url({ required: true }), '.'],
    ['hostPort', hostPort({ required: true }), '.'],
    ['oneOf', oneOf(['a', 'b'], { required: true }), '.'],
    ['list', list(string(), { required: true }), '.'],
    ['secret', secret({ required: true }), '.'],
    ['block', block({}, { required: true }), '.'],
    ['blocks', blocks({}, { required: true }), '.'],
  ])('%s, missing', (_kind, option, end) => {
    expect(read({ X: option, Y: string() }, 'Y a').messages).toEqual([`X is missing ${IN}${end}`]);
  });

  test.each([
    ['string', '42', `X 42 ${IN}: ${TEXT}; quote it.`],
    ['string', 'true', `X true ${IN}: ${TEXT}; quote it.`],
    ['number', '"5 apples"', `X "5 apples" ${IN}: ${kinds.number[1]}.`],
    ['number', 'true', `X true ${IN}: ${kinds.number[1]}.`],
    ['number', '"Infinity"', `X "Infinity" ${IN}: ${kinds.number[1]}.`],
    ['integer', '1.5', `X 1.5 ${IN}: ${kinds.integer[1]}.`],
    ['integer', '""', `X "" ${IN}: ${kinds.integer[1]}.`],
    ['boolean', '1', `X 1 ${IN}: ${kinds.boolean[1]}.`],
    ['boolean', '"maybe"', `X "maybe" ${IN}: ${kinds.boolean[1]}.`],
    ['duration', '"5 fortnights"', `X "5 fortnights" ${IN}: ${kinds.duration[1]}.`],
    ['size', '"1.0001K"', `X "1.0001K" ${IN}: ${kinds.size[1]}.`],
    ['path', '"etc/passwd"', `X "etc/passwd" ${IN}: ${kinds.path[1]}.`],
    ['url', '"ftp://example.org"', `X "ftp://example.org" ${IN}: ${kinds.url[1]}.`],
    ['hostPort', '5', `X 5 ${IN}: ${kinds.hostPort[1]}.`],
    ['hostPort', '"a b"', `X "a b" ${IN}: ${kinds.hostPort[1]}.`],
    ['hostPort', '"host"', `X "host" ${IN}: give the port, too.`],
    ['oneOf', '"otpl"', `X "otpl" ${IN}: give "otlp" or "influx". Did you mean "otlp"?`],
    ['list', '1 a', `X 1 "a" ${IN}: ${kinds.list[1]}.`],
    ['secret', '1234', `X (secret) ${IN}: ${TEXT}.`],
  ])('%s, of another kind: %s', (kind, text, message) => {
    const [option] = kinds[kind as keyof typeof kinds];
    expect(read({ X: option }, `X ${text}`).messages).toEqual([message]);
  });

  test.each([
    ['string', string(), '" "', `X " " ${IN}: the text must not be empty.`],
    [
      'string',
      string({ pattern: /^\w+$/, expected: 'a word' }),
      '"a b"',
      `X "a b" ${IN}: give a word.`,
    ],
    ['number', kinds.number[0], '5.1', `X 5.1 ${IN}: ${kinds.number[1]}.`],
    ['integer', kinds.integer[0], '0', `X 0 ${IN}: ${kinds.integer[1]}.`],
    [
      'integer',
      integer(),
      '9007199254740993',
      `X 9.00719925474099e+15 ${IN}: the number is too large to keep all its digits.`,
    ],
    ['duration', kinds.duration[0], '"2h"', `X "2h" ${IN}: ${kinds.duration[1]}.`],
    [
      'duration',
      duration(),
      '-1',
      `X -1 ${IN}: give a number of seconds of at least 0, or a text such as "5m" or "1h30m".`,
    ],
    ['size', kinds.size[0], '"1M"', `X "1M" ${IN}: ${kinds.size[1]}.`],
    [
      'path',
      path({ type: 'directory' }),
      '"/etc/passwd"',
      `X "/etc/passwd" ${IN}: it is no directory.`,
    ],
    [
      'path',
      path({ readable: true }),
      '"/nonexistent"',
      `X "/nonexistent" ${IN}: it cannot be read (ENOENT).`,
    ],
    [
      'url',
      url({ protocols: ['http'] }),
      '"https://u:secret@h"',
      `X "https://…@h" ${IN}: give a URL in quotes that begins with "http://".`,
    ],
    [
      'hostPort',
      kinds.hostPort[0],
      '"h:65536"',
      `X "h:65536" ${IN}: the port must be from 1 to 65535.`,
    ],
    ['list', kinds.list[0], '1 0', `X 1 0 ${IN}: ${kinds.list[1]}.`],
    ['secret', secret(), '""', `X (secret) ${IN}: ${TEXT}.`],
  ])('%s, out of range', (_kind, option, text, message) => {
    expect(read({ X: option }, `X ${text}`).messages).toEqual([message]);
  });

  const fit: Record<string, string> = {
    string: 'a',
    number: '1',
    integer: '1',
    boolean: 'true',
    duration: '1',
    size: '1',
    path: '"/a"',
    url: '"http://a"',
    hostPort: '"a:1"',
    oneOf: 'otlp',
    secret: 'a',
  };
  test.each(Object.keys(fit))('%s, twice', (kind) => {
    const [option] = kinds[kind as keyof typeof kinds];
    const { messages } = read(
      { X: option, Y: alias('X') },
      `X ${fit[kind]}\nx ${fit[kind]}\nY ${fit[kind]}`,
    );
    expect(messages).toEqual([
      `x ${IN}: the option stands there already; give it once.`,
      `Y ${IN}: the option is X, which stands there already; give it once.`,
    ]);
  });

  test.each(Object.keys(fit))('%s, as a block', (kind) => {
    const [option] = kinds[kind as keyof typeof kinds];
    const { messages } = read({ X: option }, '<X>\nY 1\n</X>');
    const shown = kind === 'secret' ? 'X (secret)' : '<X>';
    expect(messages).toEqual([`${shown} ${IN}: this option is a line, not a block.`]);
  });
});

test('several values where one is allowed: collectd has taken text without quotes apart', () => {
  const { messages } = read({ Host: string(), Token: secret() }, 'Host host_a 25826\nToken a b');
  expect(messages).toEqual([
    `Host "host_a" 25826 ${IN}: collectd reads 2 values here; give one, and quote it if it is one.`,
    `Token (secret) ${IN}: collectd reads 2 values here; give one, and quote it if it is one.`,
  ]);
});

test('blocks that are wrong', () => {
  const { messages } = read(
    { TLS: block({ CA: string() }), Remote: blocks({ Port: integer({ min: 1 }) }) },
    `TLS true
    <Remote>\nPort 1\n</Remote>
    <Remote "a">\nPort 0\n</Remote>
    <Remote "a">\nPrt 1\n</Remote>
    <TLS>\nCA a\n</TLS>
    <TLS>\nCA b\n</TLS>`,
  );
  expect(messages).toEqual([
    `TLS true ${IN}: write a block without a name: <TLS> … </TLS>.`,
    `TLS ${IN}: the option stands there already; give it once.`,
    `TLS ${IN}: the option stands there already; give it once.`,
    `<Remote> ${IN}: give the block one name, in quotes: <Remote "…">.`,
    `Port 0 in <Remote "a"> ${IN}: give a whole number of at least 1.`,
    `Unknown option "Prt" in <Remote "a"> ${IN}. Did you mean "Port"?`,
    `<Remote "a"> ${IN}: there is a block of that name already.`,
  ]);
});

test('options that need each other, or exclude each other', () => {
  const declaration = {
    Cert: path({ needs: 'Key' }),
    Key: path({ needs: ['cert'] }),
    Token: secret({ excludes: ['Cert'] }),
  };
  expect(read(declaration, 'Cert "/a"\nToken t').messages).toEqual([
    `Cert ${IN}: the option needs Key; give both.`,
    `Token ${IN}: Token and Cert exclude each other; give one of them.`,
  ]);
  expect(read(declaration, 'Cert "/a"\nKey "/b"').messages).toEqual([]);
});

describe('options that are not known', () => {
  const declaration = { Password: secret(), Port: integer() };

  test('their values are never shown', () => {
    const { messages } = read(declaration, 'Pasword "hunter2"\nZzz "hunter2"\nInclude "a"');
    expect(messages).toEqual([
      `Unknown option "Pasword" ${IN}. Did you mean "Password"?`,
      `Unknown option "Zzz" ${IN}. Allowed are Password, Port.`,
      `Unknown option "Include" ${IN}. collectd reads Include at the top level of a file only.`,
    ]);
  });

  test('they are warnings, or go to a function that sees no secret', () => {
    const { problems } = read(declaration, 'Prt 1', 'warning');
    expect(problems.map(({ level }) => level)).toEqual(['warning']);
    const seen: string[] = [];
    const { options } = read(declaration, 'Prt 1\nPasword "hunter2"\nPort 2', (item) => {
      seen.push(`${item} in ${item.parent}`);
    });
    expect(seen).toEqual(['Prt 1 in Module "modem"', 'Pasword "(secret)" in Module "modem"']);
    expect(options).toEqual({ Password: undefined, Port: 2 });
  });
});

test('nothing shows a secret but reveal()', () => {
  const { options, raw } = read(
    { Token: secret(), All: list(secret()), Remote: blocks({ Key: secret() }) },
    'Token "hunter2"\nAll "hunter2" "hunter3"\n<Remote "a">\nKey "hunter4"\n</Remote>',
  );
  const token = options.Token as Secret;
  expect(token).toBeInstanceOf(Secret);
  expect(token.reveal()).toBe('hunter2');
  const all = [
    String(token),
    `${token}`,
    JSON.stringify(options),
    inspect(options, { depth: 9, showHidden: true }),
    inspect(raw, { depth: 9, showHidden: true }),
    JSON.stringify(Object.getOwnPropertyDescriptors(token)),
  ].join('\n');
  expect(all).not.toContain('hunter');
  expect(all).toContain('(secret)');
});

describe('declarations that make no sense', () => {
  test.each([
    [
      { 'a-b': string() },
      'register_config: "a-b" is no name that collectd.conf can have: letters, digits, underscores',
    ],
    [{ A: string(), a: string() }, 'register_config: two options are called a'],
    [
      { A: 'string' },
      'register_config: A is declared by no function such as string() or integer()',
    ],
    [
      { A: string({ required: true, default: 'x' }) },
      'register_config: A is required and has a default; give one of them',
    ],
    [
      { A: integer({ min: 1, default: 0 }) },
      'register_config: the default of A is rejected: give a whole number of at least 1',
    ],
    [
      { Host: string(), A: alias('Hots') },
      'register_config: A names the option "Hots", which is not one beside it. Did you mean "Host"?',
    ],
    [
      { A: string({ needs: 'B' }) },
      'register_config: A names the option "B", which is not one beside it.',
    ],
    [
      { R: blocks({ Name: string() }) },
      'register_config: <R>: Name is the argument of the block; call the option differently',
    ],
  ])('%j', (declaration, message) => {
    const make = () =>
      new Declared(declaration as unknown as Declaration, 'error', 'register_config');
    expect(make).toThrow(message);
  });

  test('lists of lists, and options that are none', () => {
    expect(() => list(list(string()))).toThrow('list: give the kind of its values');
    expect(() => deprecated('a', {} as never)).toThrow(
      'deprecated: give the advice and the option',
    );
  });
});
