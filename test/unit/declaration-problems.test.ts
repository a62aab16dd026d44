// What is said of options that are misspelt, missing, of another kind, out of range or given twice.
import {
  alias,
  block,
  blocks,
  boolean,
  duration,
  hostPort,
  integer,
  list,
  number,
  oneOf,
  path,
  secret,
  size,
  string,
  url,
} from 'collectd';
import { describe, expect, test } from 'vitest';
import { IN, read } from './declared.ts';

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
