// Signed and encrypted parts: what counts, what is refused, what is left of the state.
import { expect, test } from 'vitest';
import { decode, type SecurityLevel } from '../../lib/network/index.ts';
import * as b from './bytes.ts';

const passwords: Record<string, string> = { alice: 'secret', bob: 'pass: word|' };
const password = (user: string): string | undefined => passwords[user];

function list(name: string): Buffer {
  return b.concat(b.host(name), b.plugin('p'), b.type('t'), b.gauge(1));
}

function hosts(datagram: Buffer, securityLevel: SecurityLevel = 'none'): string[] {
  const { items, error } = decode(datagram, { password, securityLevel });
  expect(error).toBeUndefined();
  return items.map(({ host, security, username }) => `${host} ${security} ${username ?? ''}`);
}

test('signed and encrypted parts are opened', () => {
  expect(hosts(b.signed('alice', 'secret', list('s')))).toEqual(['s sign alice']);
  expect(hosts(b.encrypted('bob', 'pass: word|', list('e')))).toEqual(['e encrypt bob']);
});

test('their contents have a state of their own, and leave the one outside alone', () => {
  const inner = b.encrypted('alice', 'secret', b.concat(b.plugin('inner'), b.gauge(2)));
  const { items } = decode(b.concat(b.host('outer'), b.type('t'), inner, b.gauge(1)), { password });
  expect(items.map((item) => item.source)).toEqual(['/inner', 'outer/t']);
  const signed = b.concat(b.host('outer'), b.signed('alice', 'secret', b.gauge(2)));
  expect(decode(signed, { password }).items.map((item) => item.source)).toEqual(['']);
});

test('parsing goes on behind what is encrypted, and not behind what is signed', () => {
  const one = b.encrypted('alice', 'secret', list('a'));
  const two = b.encrypted('bob', 'pass: word|', list('b'));
  expect(hosts(b.concat(one, two, list('c')))).toEqual([
    'a encrypt alice',
    'b encrypt bob',
    'c none ',
  ]);
});

test('nested', () => {
  const signed = b.signed('alice', 'secret', list('x'));
  expect(hosts(b.encrypted('bob', 'pass: word|', signed), 'encrypt')).toEqual(['x encrypt alice']);
  const encrypted = b.encrypted('bob', 'pass: word|', list('y'));
  const mixed = b.signed('alice', 'secret', b.concat(list('z'), encrypted, list('z')));
  expect(hosts(mixed)).toEqual(['z sign alice', 'y encrypt bob', 'z sign alice']);
  expect(hosts(mixed, 'sign')).toEqual(['z sign alice', 'y encrypt bob', 'z sign alice']);
  expect(hosts(mixed, 'encrypt')).toEqual(['y encrypt bob']);
});

test('below the minimum parts are skipped one by one, without an error', () => {
  const plain = list('plain');
  const signed = b.signed('alice', 'secret', list('signed'));
  const encrypted = b.encrypted('alice', 'secret', list('encrypted'));
  expect(hosts(b.concat(plain, encrypted, plain), 'sign')).toEqual(['encrypted encrypt alice']);
  expect(hosts(b.concat(plain, encrypted, plain, signed), 'sign')).toEqual([
    'encrypted encrypt alice',
    'signed sign alice',
  ]);
  expect(hosts(b.concat(plain, signed), 'encrypt')).toEqual([]);
  // What is skipped is not looked into, but its length has to be right.
  expect(hosts(b.concat(b.part(0), b.part(6, b.u16(9)), encrypted), 'encrypt')).toHaveLength(1);
  expect(hosts(b.signed('eve', 'guess', list('x')), 'encrypt')).toEqual([]);
  const { error } = decode(b.concat(plain, Buffer.alloc(9)), { password, securityLevel: 'sign' });
  expect(error).toMatchObject({ code: 'ERR_COLLECTD_MALFORMED', offset: plain.length });
});

test('what cannot be opened ends decoding', () => {
  const first = list('first');
  const offset = first.length;
  const contents = list('second');
  const after = list('third');
  const wrongMac = b.signed('alice', 'guess', contents);
  const changed = b.signed('alice', 'secret', contents);
  changed[changed.length - 1] = 0x41;
  const cases: [Buffer, string, string][] = [
    [wrongMac, 'ERR_COLLECTD_SIGNATURE', 'alice'],
    [changed, 'ERR_COLLECTD_SIGNATURE', 'alice'],
    [b.encrypted('alice', 'guess', contents), 'ERR_COLLECTD_DECRYPTION', 'alice'],
    [b.signed('eve', 'secret', contents), 'ERR_COLLECTD_NO_PASSWORD', 'eve'],
    [b.encrypted('eve', 'secret', contents), 'ERR_COLLECTD_NO_PASSWORD', 'eve'],
  ];
  for (const [bytes, code, username] of cases) {
    const { items, error } = decode(b.concat(first, bytes, after), { password });
    expect(items.map((item) => item.host)).toEqual(['first']);
    expect(error).toMatchObject({ code, username, offset });
    expect(error?.message).toContain(`"${username}" at byte ${offset}`);
  }
});

test('without a way to verify nothing signed is believed', () => {
  const { items, error } = decode(b.signed('alice', 'secret', list('x')));
  expect(items).toEqual([]);
  expect(error?.code).toBe('ERR_COLLECTD_NO_PASSWORD');
});

test('a password callback that throws is an unknown password', () => {
  const { error } = decode(b.signed('alice', 'secret', list('x')), {
    password: () => {
      throw new Error('no such file');
    },
  });
  expect(error?.code).toBe('ERR_COLLECTD_NO_PASSWORD');
  expect(error?.message).toContain('no such file');
});

test('malformed protection', () => {
  const cases = [
    b.part(0x200, Buffer.alloc(31)),
    b.part(0x200, Buffer.alloc(32)), // no user
    b.part(0x210, Buffer.alloc(37)),
    b.part(0x210, b.u16(0), Buffer.alloc(36)), // no user
    b.part(0x210, b.u16(5), Buffer.alloc(40)),
    b.part(0x210, b.u16(0xffff), Buffer.alloc(100)),
  ];
  for (const bytes of cases) {
    expect(decode(bytes, { password }).error?.code).toBe('ERR_COLLECTD_MALFORMED');
  }
});

test('nothing inside of a part is fine', () => {
  expect(hosts(b.signed('alice', 'secret', Buffer.alloc(0)))).toEqual([]);
  expect(hosts(b.encrypted('alice', 'secret', Buffer.alloc(0)))).toEqual([]);
});

test('offsets inside of protected parts are those of the datagram', () => {
  const before = list('before');
  const good = list('good');
  const encrypted = b.encrypted('alice', 'secret', b.concat(good, Buffer.alloc(5)));
  const { items, error } = decode(b.concat(before, encrypted), { password });
  expect(items).toHaveLength(2);
  expect(error?.offset).toBe(before.length + 42 + 'alice'.length + good.length);
  const signed = b.signed('alice', 'secret', b.concat(good, Buffer.alloc(5)));
  expect(decode(signed, { password }).error?.offset).toBe(36 + 'alice'.length + good.length);
});

test('layers beyond reason are refused', () => {
  let datagram = list('core');
  for (let layer = 0; layer < 8; layer++) datagram = b.encrypted('alice', 'secret', datagram);
  expect(hosts(datagram)).toHaveLength(1);
  const deeper = b.encrypted('alice', 'secret', datagram);
  expect(decode(deeper, { password }).error?.message).toContain('nested too deep');
});

test('what a stranger calls himself does not make long messages', () => {
  const { error } = decode(b.signed(`${'\n'.repeat(9000)}`, 'x', list('x')), { password });
  expect(error?.message.length).toBeLessThan(300);
  expect(error?.message).not.toContain('\n');
  expect(error?.username).toHaveLength(64);
});

test('an unknown level is an error of the caller', () => {
  const level = 'Encrypt' as SecurityLevel;
  expect(() => decode(list('x'), { securityLevel: level })).toThrow(RangeError);
});
