#!/usr/bin/env node
/** The command `collectd-nodejs`. */
import { didYouMean } from '../shared/suggestion.ts';
import { CHECK_USAGE, check } from './check/check.ts';
import { DESCRIBE_USAGE, describe } from './describe/describe.ts';
import { DOCTOR_USAGE, doctor } from './doctor/doctor.ts';
import { EXPLAIN_USAGE, explain } from './explain/explain.ts';
import { INSTALL_USAGE, install } from './install/install.ts';
import { UNINSTALL_USAGE, uninstall } from './install/uninstall.ts';
import { LISTEN_USAGE, listen } from './listen.ts';
import { create, NEW_USAGE } from './new/new.ts';
import { UsageError } from './options.ts';
import { CommandError } from './output.ts';
import { REPL_USAGE, repl } from './repl.ts';
import { packageVersion } from './root.ts';
import { RUN_USAGE, run } from './run/run.ts';
import { SEND_USAGE, send } from './send.ts';
import { TYPES_USAGE, types } from './types/types.ts';

interface Command {
  readonly usage: string;
  /** Returns the exit status. */
  readonly run: (args: string[]) => number | Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  install: { usage: INSTALL_USAGE, run: install },
  uninstall: { usage: UNINSTALL_USAGE, run: uninstall },
  doctor: { usage: DOCTOR_USAGE, run: doctor },
  check: { usage: CHECK_USAGE, run: check },
  run: { usage: RUN_USAGE, run },
  describe: { usage: DESCRIBE_USAGE, run: describe },
  new: { usage: NEW_USAGE, run: create },
  explain: { usage: EXPLAIN_USAGE, run: explain },
  listen: { usage: LISTEN_USAGE, run: listen },
  send: { usage: SEND_USAGE, run: send },
  types: { usage: TYPES_USAGE, run: types },
  repl: { usage: REPL_USAGE, run: repl },
};

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
