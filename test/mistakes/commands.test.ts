// Mistakes with each command and each of its options, as `--help` lists them.
import { describe, expect, test } from 'vitest';
import { cli, root } from '../cli/command.ts';
import { misspelt } from './misspelt.ts';

interface Flag {
  readonly name: string;
  readonly takesValue: boolean;
}

/** The name of the value of an option stands in capitals. */
function flagsOf(usage: string): Flag[] {
  return [...usage.matchAll(/^ {2}(--[a-z-]+)( [A-Z]+)?/gm)].map(([, name = '', value]) => ({
    name,
    takesValue: value !== undefined,
  }));
}

const help = await cli(['--help']);
const usages = new Map(
  help.stdout.split('\n\n').flatMap((usage) => {
    const name = /^collectd-nodejs ([a-z]+)\b/.exec(usage)?.[1];
    return name === undefined ? [] : [[name, usage] as const];
  }),
);
const commands = [...usages.keys()];

/** Status 2, nothing on stdout, and one line. */
async function expectRefusal(args: readonly string[], line: string | RegExp): Promise<void> {
  const { status, stdout, stderr } = await cli(args, { cwd: root });
  const [first = ''] = stderr.split('\n');
  if (typeof line === 'string') expect(first).toBe(`collectd-nodejs: ${line}`);
  else expect(first).toMatch(line);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
}

/** Values out of range or of the wrong kind, of the options that have some. */
const VALUES: readonly (readonly [args: string, line: string])[] = [
  ['run x.ts --interval 0', '--interval must be a number of seconds more than 0, not "0"'],
  ['run x.ts --interval often', '--interval must be a number of seconds more than 0, not "often"'],
  ['run x.ts --timeout -1', "run: Option '--timeout' argument is ambiguous."],
  ['describe x.ts --timeout soon', '--timeout must be a number of seconds more than 0, not "soon"'],
  ['describe x.ts --json --markdown', '--json or --markdown, not both'],
  ['install --libnode --libnode-file x', 'give --libnode or --libnode-file, not both'],
  ['listen --port 65536', '--port must be a whole number from 0 to 65535, not "65536"'],
  ['listen --port http', '--port must be a whole number from 0 to 65535, not "http"'],
  ['listen --security some', '--security must be none, sign or encrypt, not "some"'],
  ['send --port -1', "send: Option '--port' argument is ambiguous."],
  ['send --ttl 256', '--ttl must be a whole number from 1 to 255, not "256"'],
  ['send --interval 0', '--interval must be a whole number from 1 to 2147483648, not "0"'],
  ['new', 'which name?'],
  [
    'new Upper',
    '"Upper" cannot be the name of a plugin: lower-case letters, digits, "_" and "-", a letter first',
  ],
  ['run', 'which plugin?'],
  ['describe', 'which plugin?'],
  ['repl', 'give the path of one socket'],
  ['repl a b', 'give the path of one socket'],
  ['doctor extra', 'unexpected argument "extra"'],
  ['install extra', 'unexpected argument "extra"'],
  ['uninstall extra', 'unexpected argument "extra"'],
  ['check a b', 'unexpected argument "b"'],
  ['listen a b', 'unexpected argument "b"'],
];

test.each(VALUES)('%s', (args, line) => expectRefusal(args.split(' '), line));

test('there are commands, and each has its usage', () => {
  expect(commands.length).toBeGreaterThanOrEqual(12);
});

test.each(commands)('%s misspelt', (command) =>
  expectRefusal(
    [misspelt(command)],
    `no command "${misspelt(command)}". Did you mean "${command}"? There are ${commands.join(', ')}; see collectd-nodejs --help`,
  ),
);

const withFlags = commands.filter((command) => flagsOf(usages.get(command) ?? '').length > 0);
describe.each(withFlags)('%s', (command) => {
  const flags = flagsOf(usages.get(command) ?? '');
  const see = `See collectd-nodejs ${command} --help`;

  test('options that are misspelt', async () => {
    for (const { name } of flags) {
      const typo = misspelt(name);
      const told = `${command}: unknown option ${typo}. Did you mean "${name}"? ${see}`;
      await expectRefusal([command, typo], told);
    }
  });

  test('options without their value, or with one that they do not take', async () => {
    for (const { name, takesValue } of flags) {
      const args = takesValue ? [command, name] : [command, `${name}=yes`];
      const told = takesValue
        ? new RegExp(`^collectd-nodejs: ${command}: Option '${name} <value>' argument missing`)
        : new RegExp(`^collectd-nodejs: ${command}: Option '${name}' does not take an argument`);
      await expectRefusal(args, told);
    }
  });
});
