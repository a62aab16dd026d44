/** The program `node`: inside collectd, process.execPath would be collectd's own. */
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { runtimeError } from '../shared/errors.ts';

const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function find(): string | undefined {
  return (process.env.PATH ?? DEFAULT_PATH)
    .split(':')
    .filter((directory) => directory.startsWith('/'))
    .map((directory) => join(directory, 'node'))
    .find(isProgram);
}

let given: string | undefined;

/** process.execPath and process.execArgv as programs use them: to start another node. */
export function nameNodeProgram(): void {
  Object.defineProperty(process, 'execPath', {
    configurable: true,
    enumerable: true,
    get: () => given ?? find() ?? '/usr/bin/node',
    set: (path: string) => {
      given = path;
    },
  });
  process.execArgv = [];
}

/** @throws Error ERR_COLLECTD_NO_NODE */
export function requireNodeProgram(call: string): void {
  if (given === undefined && find() === undefined)
    throw runtimeError(
      'ERR_COLLECTD_NO_NODE',
      `${call} starts the program node, which is not in PATH (${process.env.PATH ?? DEFAULT_PATH}); install it, or give the option execPath`,
    );
}
