// Options of a <Module> block as a module declares them: what is accepted, and what is hidden.

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
import { Declared } from '../../lib/declaration/declared.ts';
import type { Declaration } from '../../lib/declaration/option.ts';
import { IN, read } from './declared.ts';

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
