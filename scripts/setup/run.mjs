// @ts-check
// Running commands and saying what is going on. Plain Node: this runs before
// any package is installed.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A failure whose message says all there is to say: no stack trace is shown. */
export class SetupError extends Error {}

/** @param {string} text */
export function say(text) {
  console.log(process.stdout.isTTY ? `\x1b[2m▸\x1b[0m ${text}` : `▸ ${text}`);
}

/**
 * Runs a command and returns what it printed; never throws.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function ask(command, args, options = {}) {
  const env = { ...process.env, LC_ALL: 'C', ...options.env };
  const result = spawnSync(command, args, {
    maxBuffer: 1 << 28,
    ...options,
    env,
    encoding: 'utf8',
  });
  return {
    ok: result.status === 0,
    stdout: String(result.stdout ?? ''),
    stderr: String(result.stderr ?? '') || (result.error?.message ?? ''),
  };
}

/**
 * Runs a command with its output in view; throws when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ advice: string, env?: NodeJS.ProcessEnv }} options  env is the whole environment
 */
export function run(command, args, { advice, env = process.env }) {
  const result = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status === 0) return;
  const how =
    result.error?.message ??
    (result.signal ? `signal ${result.signal}` : `exit status ${result.status}`);
  throw new SetupError(`${command} ${args.join(' ')}\n  failed: ${how}\n  ${advice}`);
}

/**
 * The command with sudo before it, where that is needed.
 * @param {string[]} command
 * @param {string} purpose  for the advice when neither root nor sudo is there
 * @returns {[string, ...string[]]}
 */
export function asRoot(command, purpose) {
  if (process.getuid?.() === 0) return /** @type {[string, ...string[]]} */ (command);
  if (ask('sudo', ['--version']).ok) return ['sudo', ...command];
  throw new SetupError(
    `${purpose} needs root, and there is no sudo.\n  As root, run: ${command.join(' ')}\n  Then repeat this command.`,
  );
}

/**
 * Ends the process with the message of a SetupError, or with a trace of anything else.
 * @param {() => void | Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\nerror: ${error.message}`);
    process.exitCode = 1;
  }
}
