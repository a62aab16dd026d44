// The command `collectd-nodejs`, as it was built.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseCommand } from '../../lib/cli/putval.ts';
import { readTypes } from '../../lib/cli/types-db.ts';
import type { Values } from '../../lib/network/index.ts';
import { waitFor } from '../daemon/harness/wait.ts';
import * as b from './bytes.ts';
import { send, startReader, take } from './loopback.ts';
import { command, type Program } from './process.ts';

/** On a free port, which it tells. */
async function listen(...args: string[]): Promise<Program & { port: number }> {
  const program = command('listen', '--port', '0', ...args);
  const port = await waitFor(
    () => /listening on \S+ port (\d+)\n/.exec(program.stderr())?.[1],
    45,
    () => `it listens; it said ${program.stderr()}`,
  );
  return { ...program, port: Number(port) };
}

function temporaryFile(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'file'), text);
  return join(dir, 'file');
}

const datagram = b.concat(
  b.host('h'),
  b.time(1237749608),
  b.interval(10),
  b.plugin('a "b" \\'),
  b.pluginInstance('1'),
  b.type('t'),
  b.values([1, b.double(0.5)], [0, b.u64(2n ** 64n - 1n)], [1, b.double(Number.NaN)]),
  b.severity(2),
  b.message('line one\nline two'),
);

describe('listen', () => {
  const formats: [string, string[]][] = [
    [
      'text',
      [
        '[1237749608] h/a "b" \\/1/t [(1, 0.5), (0, 18446744073709551615), (1, nan)]',
        '[1237749608] h/a "b" \\/1/t [WARNING] line one line two',
      ],
    ],
    [
      'putval',
      [
        'PUTVAL "h/a \\"b\\" \\\\-1/t" interval=10 1237749608:0.5:18446744073709551615:U',
        'PUTNOTIF severity=warning time=1237749608 host="h" plugin="a \\"b\\" \\\\" plugin_instance="1" type="t" message="line one line two"',
      ],
    ],
  ];

  test.each(formats)('prints %s', async (format, lines) => {
    const program = await listen('--format', format, '--count', '2', '127.0.0.1');
    await send([datagram], program.port);
    expect(await program.status()).toBe(0);
    expect(program.stdout().trimEnd().split('\n')).toEqual(lines);
  });

  test.each(['text', 'json', 'putval'])('%s has no control characters', async (format) => {
    const program = await listen('--format', format, '--count', '2', '127.0.0.1');
    const name = 'a\u001b[2J\u009b1m\u007f\tb';
    const hostile = b.concat(b.host(name), b.plugin('p'), b.type('t'), b.gauge(1), b.message(name));
    await send([hostile], program.port);
    expect(await program.status()).toBe(0);
    const lines = program.stdout().trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
    const [first = ''] = lines;
    if (format === 'json') expect(JSON.parse(first)).toMatchObject({ host: name });
    else expect(first).toContain('a [2J 1m b');
  });

  test('prints JSON, integers with all of their digits', async () => {
    const program = await listen('--format', 'json', '--count', '2');
    await send([datagram], program.port);
    expect(await program.status()).toBe(0);
    const [first = '', second = ''] = program.stdout().split('\n');
    expect(first).toContain('"values":[0.5,18446744073709551615,null]');
    const head = { host: 'h', plugin: 'a "b" \\', plugin_instance: '1', time: 1237749608 };
    const dstypes = ['gauge', 'counter', 'gauge'];
    expect(JSON.parse(first)).toMatchObject({ kind: 'values', ...head, interval: 10, dstypes });
    const message = 'line one\nline two';
    expect(JSON.parse(second)).toMatchObject({
      kind: 'notification',
      ...head,
      severity: 2,
      message,
    });
    expect(JSON.parse(second).sender.address).toBe('127.0.0.1');
  });

  test('in the group, of one security level, until it is asked to stop', async () => {
    const file = temporaryFile('alice: secret\n');
    const program = await listen(
      ...['--multicast', '--interface', 'lo'],
      ...['--security', 'sign', '--auth-file', file],
    );
    const signed = b.signed('alice', 'secret', datagram);
    const eve = b.signed('eve', 'x', datagram);
    await send([datagram, signed, eve], program.port, '239.192.74.66');
    await expect.poll(program.stderr).toContain('no password');
    await expect.poll(() => program.stdout().split('\n')).toHaveLength(2 + 1);
    program.child.kill('SIGTERM');
    expect(await program.status()).toBe(0);
    expect(program.stderr()).toMatch(
      /warning: network: .*signed, and no password known of user "eve"/,
    );
  });

  test('a port that is taken', async () => {
    const reader = await startReader();
    const program = command('listen', '--port', String(reader.address().port), '127.0.0.1');
    expect(await program.status()).toBe(1);
    expect(program.stderr()).toMatch(/^error: network: .*EADDRINUSE/);
  });
});

describe('send', () => {
  test('sends what it reads, and names the lines that it cannot', async () => {
    const reader = await startReader({ bigint: true });
    const program = command('send', '--port', String(reader.address().port), '127.0.0.1');
    program.child.stdin.end(
      [
        '# comment',
        'PUTVAL "h/p-i/if_octets-t i" interval=2.5 1732177000.5:1:2 1732177010.5:3:4',
        '',
        'PUTVAL h/p/nonsense N:1',
        'putval h/p/gauge N:U',
        'PUTNOTIF severity=okay time=1 host=h message="a \\"b\\""',
        'LISTVAL',
      ].join('\r\n'),
    );
    expect(await program.status()).toBe(1);
    expect(program.stderr().trimEnd().split('\n')).toEqual([
      'line 4: unknown type "nonsense" in h/p/nonsense',
      'line 7: unknown command LISTVAL: PUTVAL and PUTNOTIF are known',
    ]);
    const items = await take(reader, 4);
    // The notification is not held back.
    const order = items.map((item) => item.kind === 'notification' && item.message);
    expect(order).toEqual(['a "b"', false, false, false]);
    const lists = items.filter((item): item is Values => item.kind === 'values');
    expect(lists.map(({ source, time, values }) => [source, time, values])).toEqual([
      ['h/p/i/if_octets/t i', 1732177000.5, [1n, 2n]],
      ['h/p/i/if_octets/t i', 1732177010.5, [3n, 4n]],
      ['h/p/gauge', expect.closeTo(Date.now() / 1000, -2), [Number.NaN]],
    ]);
    expect(lists.map((item) => item.interval)).toEqual([2.5, 2.5, 10]);
  });

  test('does not wait for the end of what it reads', async () => {
    const reader = await startReader();
    const program = command('send', '--port', String(reader.address().port), '127.0.0.1');
    program.child.stdin.write('PUTVAL h/p/gauge N:1\n');
    expect(await take(reader, 1)).toHaveLength(1);
    program.child.stdin.end();
    expect(await program.status()).toBe(0);
  });

  test('encrypted, and all of a long input', async () => {
    const password = (): string => 'secret';
    const reader = await startReader({ securityLevel: 'encrypt', password });
    const file = temporaryFile('alice: secret\n');
    const program = command(
      ...['send', '--port', String(reader.address().port), '127.0.0.1'],
      ...['--security', 'encrypt', '--user', 'alice', '--auth-file', file],
    );
    const count = 2000;
    const lines = Array.from({ length: count }, (_, n) => `PUTVAL h/p/gauge-${n} N:${n}`);
    program.child.stdin.end(lines.join('\n'));
    const items = (await take(reader, count)) as Values[];
    expect(items.map((item) => item.values[0])).toEqual(lines.map((_, n) => n));
    expect(await program.status()).toBe(0);
  });
});

describe('arguments', () => {
  const cases: [string[], RegExp][] = [
    [[], /what to do\?[^]*listen \[options\]/],
    [['dance'], /no command "dance"/],
    [['listen', '--format', 'xml'], /--format must be text, json or putval/],
    [['listen', '--port', '70000'], /--port must be a whole number from 0 to 65535/],
    [['listen', '--frobnicate'], /listen: unknown option --frobnicate/],
    [['listen', 'a', 'b'], /unexpected argument "b"/],
    [['send', '--security', 'sign'], /needs --user and --auth-file/],
    [['send', '--security', 'high'], /--security must be none, sign or encrypt/],
  ];

  test.each(cases)('%j', async (args, message) => {
    const program = command(...args);
    expect(await program.status()).toBe(2);
    expect(program.stderr()).toMatch(message);
  });

  test('help and version', async () => {
    const help = command('send', '--help');
    expect(await help.status()).toBe(0);
    expect(help.stdout()).toMatch(/^collectd-nodejs send \[options\] \[host\]\n/);
    const version = command('--version');
    expect(await version.status()).toBe(0);
    expect(version.stdout()).toMatch(/^collectd-nodejs \d+\.\d+\.\d+/);
  });
});

describe('lines', () => {
  const types = readTypes([], expect.unreachable);
  const parse = (line: string) => parseCommand(line, (type) => types.get(type), 10);

  test.each([
    ['PUTVAL', /"" is not host/],
    ['PUTVAL h/p N:1', /"h\/p" is not host\/plugin/],
    ['PUTVAL h/p/gauge', /no values for h\/p\/gauge/],
    ['PUTVAL h/p/gauge N', /0 values, but gauge has 1/],
    ['PUTVAL h/p/gauge N:1:2', /2 values, but gauge has 1/],
    ['PUTVAL h/p/gauge yesterday:1', /time is no number of seconds: "yesterday"/],
    ['PUTVAL h/p/gauge interval=x N:1', /interval is no number/],
    ['PUTVAL h/p/gauge color=x N:1', /unknown option color/],
    ['PUTVAL h/p/gauge N:0x10', /not a value of type gauge: "0x10"/],
    ['PUTVAL h/p/counter N:1.5', /not a value of type counter: "1.5"/],
    ['PUTVAL h/p/derive N:U', /not a value of type derive: "U"/],
    ['PUTVAL "h/p/gauge N:1', /quote without its end/],
    ['PUTNOTIF message=x', /severity must be/],
    ['PUTNOTIF severity=okay', /needs a message/],
    ['PUTNOTIF severity=okay message=x colour=red', /unknown option colour/],
  ])('%s', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });

  test('special values', () => {
    const values = (line: string) => (parse(line)[0] as Values).values;
    expect(values('PUTVAL h/p/gauge N:-inf')).toEqual([-Infinity]);
    expect(values('PUTVAL h/p/gauge N:1.5e-3')).toEqual([0.0015]);
    expect(values('PUTVAL h/p/derive N:-9223372036854775808')).toEqual([-(2n ** 63n)]);
  });

  test('a types.db', () => {
    const file = temporaryFile(
      '# comment\nif_octets  rx:DERIVE:0:U, tx:DERIVE:0:U\nbroken x\nmixed a:GAUGE:U:U, b:COUNTER:0:U\n',
    );
    const warnings: string[] = [];
    const own = readTypes([file], (text) => warnings.push(text));
    expect(warnings).toEqual([`${file}:3: "x" is not name:type:min:max`]);
    expect(own.get('if_octets')).toEqual(['derive', 'derive']);
    expect(own.get('mixed')).toEqual(['gauge', 'counter']);
    expect(own.has('broken')).toBe(false);
    expect(own.get('absolute')).toEqual(['absolute']);
  });
});
