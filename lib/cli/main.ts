#!/usr/bin/env node
/** The command `collectd-nodejs`. */
import { readFileSync } from 'node:fs';
import { listen, listenUsage } from './listen.ts';
import { UsageError } from './options.ts';
import { repl, replUsage } from './repl.ts';
import { send, sendUsage } from './send.ts';
import { types, typesUsage } from './types/types.ts';

const usage = `${listenUsage}

${sendUsage}

${typesUsage}

${replUsage}

collectd-nodejs --help | --version`;

async function main([command, ...args]: string[]): Promise<number> {
  if (command === '--help' || args.includes('--help')) {
    console.log(usageOf(command));
    return 0;
  }
  if (command === '--version') {
    // Equally far from the source and from what is built of it.
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    console.log(`collectd-nodejs ${(JSON.parse(manifest) as { version: string }).version}`);
    return 0;
  }
  if (command === 'listen') return listen(args);
  if (command === 'send') return send(args);
  if (command === 'types') return types(args);
  if (command === 'repl') return repl(args);
  throw new UsageError(
    command === undefined ? `what to do?\n\n${usage}` : `no command "${command}"\n\n${usage}`,
  );
}

function usageOf(command: string | undefined): string {
  if (command === 'listen') return listenUsage;
  if (command === 'types') return typesUsage;
  if (command === 'repl') return replUsage;
  return command === 'send' ? sendUsage : usage;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  process.stderr.write(`collectd-nodejs: ${message}\n`);
  const wrong = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') === true;
  process.exitCode = wrong ? 2 : 1;
}
