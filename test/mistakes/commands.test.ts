// Mistakes with each command and each of its options.
import { describe, expect, test } from 'vitest';
import { commands } from '../../lib/cli/commands.ts';
import { cli, root } from '../cli/command.ts';
import { FLAGS } from './flags.ts';
import { misspelt } from './misspelt.ts';

const names = Object.keys(commands);

/** The options that a usage lists; the name of a value stands in capitals. */
function listed(usage: string): [name: string, type: string][] {
  return [...usage.matchAll(/^ {2}--([a-z-]+)( [A-Z]+)?/gm)].map(([, name = '', value]) => [
    name,
    value === undefined ? 'boolean' : 'string',
  ]);
}

/** Status 2, nothing on stdout, and one line, before a usage. */
async function expectRefusal(args: readonly string[], line: string): Promise<void> {
  const { status, stdout, stderr } = await cli(args, { cwd: root });
  const [first = ''] = stderr.split('\n');
  expect(first).toBe(`collectd-nodejs: ${line}`);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
}

/** Arguments beside the options, and options that do not go together. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly [args: string, line: string])[]>> = {
  install: [
    ['extra', 'unexpected argument "extra"'],
    ['--libnode --libnode-file x', 'give --libnode or --libnode-file, not both'],
  ],
  uninstall: [['extra', 'unexpected argument "extra"']],
  doctor: [['extra', 'unexpected argument "extra"']],
  check: [['a b', 'unexpected argument "b"']],
  run: [
    ['', 'which plugin?'],
    ['a b', 'unexpected argument "b"'],
    [
      'x.ts --config --once',
      'run: --config needs a value, and "--once" looks like an option: if it is the value, write --config=--once. See collectd-nodejs run --help',
    ],
  ],
  describe: [
    ['', 'which plugin?'],
    ['a b', 'unexpected argument "b"'],
    ['x.ts --json --markdown', '--json or --markdown, not both'],
  ],
  new: [
    ['', 'which name?'],
    ['a b', 'unexpected argument "b"'],
    [
      'Upper',
      '"Upper" cannot be the name of a plugin: lower-case letters, digits, "_" and "-", a letter first',
    ],
    [
      'x --dir /etc',
      '--dir must be an empty directory, or the path of a new one, not "/etc" (it is not empty)',
    ],
  ],
  explain: [
    ['', 'which line?'],
    ['--list x', '--list takes no line'],
  ],
  listen: [['a b', 'unexpected argument "b"']],
  send: [
    ['a b', 'unexpected argument "b"'],
    ['--security sign', '--security sign needs --user and --auth-file'],
    ['--user alice', '--user needs --security sign or encrypt: nothing would be protected'],
    [
      '--security sign --auth-file /dev/null --user alice',
      '--user must be a name that /dev/null has a password for, not "alice"',
    ],
  ],
  types: [['', 'types needs a file']],
  repl: [
    ['', 'which socket?'],
    ['a b', 'unexpected argument "b"'],
  ],
};

/** Without these a command says that they are missing, whatever its options are. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  run: ['x.ts'],
  describe: ['x.ts'],
  new: ['x'],
};

test('there are the commands of --help, and each has its rows', async () => {
  const { stdout } = await cli(['--help']);
  expect([...stdout.matchAll(/^collectd-nodejs ([a-z]+)\b/gm)].map(([, name]) => name)).toEqual(
    names,
  );
  expect(Object.keys(FLAGS)).toEqual(names);
  expect(Object.keys(ARGUMENTS)).toEqual(names);
});

test.each(names)('%s misspelt', (command) =>
  expectRefusal(
    [misspelt(command)],
    `no command "${misspelt(command)}". Did you mean "${command}"? There are ${names.join(', ')}; see collectd-nodejs --help`,
  ),
);

describe.each(Object.entries(commands))('%s', (command, { usage, options }) => {
  const flags = Object.entries(options).map(([name, { type }]) => [name, type] as const);
  const withValue = flags.flatMap(([name, type]) => (type === 'string' ? [name] : []));
  const rows = FLAGS[command] ?? {};
  const see = `See collectd-nodejs ${command} --help`;

  test('every option has its rows and is in the usage, and no other', () => {
    expect(Object.keys(rows).sort()).toEqual([...withValue].sort());
    expect(listed(usage).sort()).toEqual([...flags].sort());
  });

  test('values of the wrong kind and out of range', async () => {
    for (const name of withValue) {
      for (const wrong of [rows[name]?.wrongKind, rows[name]?.outOfRange]) {
        if (wrong === undefined || 'none' in wrong) continue;
        const args = [command, ...(NEEDED[command] ?? []), `--${name}`, wrong.value];
        await expectRefusal(args, `--${name} ${wrong.told}`);
      }
    }
  });

  test('options that are misspelt', async () => {
    for (const [name] of flags) {
      const typo = misspelt(`--${name}`);
      const told = `${command}: unknown option ${typo}. Did you mean "--${name}"? ${see}`;
      await expectRefusal([command, typo], told);
    }
    await expectRefusal([command, '-z'], `${command}: unknown option -z. ${see}`);
  });

  test('options without their value, or with one that they do not take', async () => {
    for (const [name, type] of flags) {
      const args = type === 'string' ? [command, `--${name}`] : [command, `--${name}=yes`];
      const told =
        type === 'string'
          ? `--${name} needs a value.`
          : `--${name} takes no value: leave out "=yes".`;
      await expectRefusal(args, `${command}: ${told} ${see}`);
    }
  });

  test.each(ARGUMENTS[command] ?? [])(`${command} %s`, (args, line) =>
    expectRefusal([command, ...args.split(' ').filter(Boolean)], line),
  );
});
