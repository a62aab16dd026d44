// `collectd-nodejs describe`: a block to paste, tables, JSON, and modules that cannot be described.
import { expect, test } from 'vitest';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { cli } from './command.ts';

const modem = `
import { boolean, blocks, integer, list, register_config, Secret, secret, string } from 'collectd';
register_config(
  {
    Host: string({ required: true, description: 'where to connect', example: 'modem.example.org' }),
    Port: integer({ min: 1, max: 65535, default: 25826 }),
    Tokens: list(secret(), { default: [new Secret('hunter2')] }),
    Remote: blocks({ Verify: boolean({ default: true }) }),
  },
  () => console.error('the callback was called'),
);
console.log('imported');
`;

async function describeModule(text: string, ...options: string[]) {
  const dir = temporary({ 'modem.ts': text });
  const { status, stdout, stderr } = await cli(['describe', ...options, './modem'], { cwd: dir });
  return { dir, status, stdout, stderr };
}

test('a block to paste; no callback is called', async () => {
  const { stdout, stderr, status } = await describeModule(modem);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toBe(`<Module modem>
  # where to connect
  # text in quotes; must be given
  Host "modem.example.org"

  # a whole number from 1 to 65535; this is the default
  #Port 25826

  # text in quotes, once or more often; no default
  #Tokens ""

  # any number of blocks, each with another name; may be left out
  #<Remote "name">
    # true or false; this is the default
    #Verify true
  #</Remote>
</Module>
`);
});

test('--markdown', async () => {
  const { stdout, status } = await describeModule(modem, '--markdown');
  expect(status).toBe(0);
  expect(stdout).toBe(`| option | meaning | default |
|---|---|---|
| \`Host "…"\` | where to connect | must be given |
| \`Port number\` | a whole number from 1 to 65535 | \`25826\` |
| \`Tokens "…" …\` | text in quotes, once or more often | |
| \`<Remote "…">\` | any number of blocks, each with another name | |

| in \`<Remote>\` | meaning | default |
|---|---|---|
| \`Verify bool\` | true or false | \`true\` |
`);
});

test('--json', async () => {
  const { dir, stdout, status } = await describeModule(modem, '--json');
  expect(status).toBe(0);
  expect(stdout).not.toContain('hunter');
  const none = { required: false, aliases: [], needs: [], excludes: [] };
  expect(JSON.parse(stdout)).toEqual({
    module: 'modem',
    path: `${dir}/modem.ts`,
    blocks: [
      {
        name: 'modem',
        options: [
          {
            ...none,
            name: 'Host',
            kind: 'string',
            description: 'where to connect',
            required: true,
            expected: 'text in quotes',
            written: '"modem.example.org"',
            writtenIs: 'example',
          },
          {
            ...none,
            name: 'Port',
            kind: 'integer',
            expected: 'a whole number from 1 to 65535',
            default: 25826,
            written: '25826',
            writtenIs: 'default',
          },
          {
            ...none,
            name: 'Tokens',
            kind: 'list',
            of: 'secret',
            expected: 'text in quotes, once or more often',
            written: '""',
            writtenIs: 'example',
          },
          {
            ...none,
            name: 'Remote',
            kind: 'blocks',
            named: true,
            options: [
              {
                ...none,
                name: 'Verify',
                kind: 'boolean',
                expected: 'true or false',
                default: true,
                written: 'true',
                writtenIs: 'default',
              },
            ],
          },
        ],
      },
    ],
  });
});

test('several config callbacks: a block for each that declares its options', async () => {
  const text = `
import { integer, register_config, string } from 'collectd';
register_config({ Host: string() }, () => {});
register_config({ Speed: integer() }, () => {}, { name: 'a.link' });
register_config(() => {}, { name: 'plain' });
register_config({}, () => {}, { name: 'empty' });`;
  const { stdout } = await describeModule(text);
  expect(stdout.replace(/^ .*\n/gm, '')).toBe(
    '<Module modem>\n</Module>\n\n<Module "a.link">\n</Module>\n\n<Module empty>\n</Module>\n',
  );
  const { stdout: tables } = await describeModule(text, '--markdown');
  expect(tables.match(/^\| option.*/gm)).toEqual([
    '| option in `<Module modem>` | meaning | default |',
    '| option in `<Module a.link>` | meaning | default |',
  ]);
});

test('a module without a declaration', async () => {
  const plain = "import { register_config } from 'collectd';\nregister_config(() => {});";
  expect(await describeModule(plain, '--json')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^collectd-nodejs: \/.*\/modem\.ts declares no options: it calls register_config\(\) without a declaration\.\n$/,
    ),
  });
  expect((await describeModule('export {};')).stderr).toContain(
    'modem.ts declares no options: it has no config callback.',
  );
});

const limit = ['--timeout', '0.5'];

test.each<[what: string, text: string, message: RegExp, options: readonly string[]]>([
  [
    'throws',
    "throw new Error('no luck');",
    /^\/.*\/modem\.ts:1:7: error: Unhandled nodejs exception in importing module: Error: no luck \(modem, /,
    [],
  ],
  ['has a syntax error', 'const a: = 1;', /modem\.ts:1.*: error: .*SyntaxError/, []],
  ['blocks', 'for (;;);', /^\/.*\/modem\.ts: error: .* for 0\.5 s, and was ended\.\n$/, limit],
  ['waits', 'await new Promise(() => {});\nexport {};', /error: .*0\.5 s/, limit],
  ['ends its process', 'process.exit(7);', /has ended its own process \(exit status 7\)/, []],
])('a module that %s', async (_what, text, message, options) => {
  const { status, stdout, stderr } = await describeModule(text, ...options);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(message);
});

test('what the module logs is on stderr', async () => {
  const { status, stdout, stderr } = await describeModule(
    `import collectd from 'collectd';\ncollectd.register_config({}, () => {});\ncollectd.warning('careful');`,
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: '<Module modem>\n</Module>\n' });
  expect(stderr).toMatch(/^\/.*\/modem\.ts: warning: careful\n$/);
});

test('wrong arguments, and no such module', async () => {
  expect(await cli(['describe'])).toMatchObject({ status: 2, stdout: '' });
  expect(await cli(['describe', '--json', '--markdown', 'x'])).toMatchObject({ status: 2 });
  const { status, stderr } = await cli(['describe', '/nonexistent/modem']);
  expect(status).toBe(1);
  expect(stderr).toContain('collectd-nodejs: /nonexistent/modem: no such module.');
});
