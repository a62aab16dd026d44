#!/usr/bin/env node
/** The command `collectd-nodejs`. */
import { didYouMean } from '../shared/suggestion.ts';
import { type Command, commands } from './commands.ts';
import { UsageError } from './options.ts';
import { CommandError } from './output.ts';
import { packageVersion } from './root.ts';

const usage = `${Object.values(commands)
  .map((command) => command.usage)
  .join('\n\n')}

collectd-nodejs --help | --version
collectd-nodejs <command> --help, or help <command>

Exit status: 0, 1 when something is wrong or has failed, 2 for wrong arguments.`;

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

function find(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command;
  const known = Object.keys(commands);
  throw new UsageError(
    `no command "${name}".${didYouMean(name, known)} There are ${known.join(', ')}; see collectd-nodejs --help`,
  );
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined) throw new UsageError(`what to do?\n\n${usage}`);
  if (name === 'help' || isHelp(name)) {
    const [about] = name === 'help' ? args.filter((word) => !isHelp(word)) : [];
    console.log(about === undefined ? usage : find(about).usage);
    return 0;
  }
  if (name === '--version') {
    console.log(`collectd-nodejs ${packageVersion()}`);
    return 0;
  }
  const command = find(name);
  if (args.some(isHelp)) {
    console.log(command.usage);
    return 0;
  }
  return await command.run(args);
}

// Whoever read this has enough, but what was begun is finished.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, code, stack } = error as NodeJS.ErrnoException;
  const wrong = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') === true;
  const said = wrong || error instanceof CommandError || code !== undefined;
  process.stderr.write(`collectd-nodejs: ${said ? message : stack}\n`);
  process.exitCode = wrong ? 2 : 1;
}
