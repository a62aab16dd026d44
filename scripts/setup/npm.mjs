// @ts-check
// The npm packages that build and test the project. Nothing here reaches a
// user's machine, and nothing is compiled by npm itself ("gypfile": false).
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from './run.mjs';

export function providePackages() {
  const lock = join(root, 'package-lock.json');
  // npm writes it at the end of an installation, so it also tells a broken off one.
  const done = join(root, 'node_modules/.package-lock.json');
  if (existsSync(done) && (!existsSync(lock) || statSync(done).mtimeMs >= statSync(lock).mtimeMs)) {
    say('npm packages: already there');
    return;
  }
  say('installing the npm packages: compiler drivers, bundler, test runner');
  const command = existsSync(lock) ? ['ci'] : ['install'];
  // Node sets no such variable when it is started by hand rather than by npm.
  const cli = process.env.npm_execpath;
  const args = [...command, '--no-audit', '--no-fund'];
  const advice = 'Check the network and "npm config get registry", then repeat this command.';
  if (cli?.endsWith('.js')) run(process.execPath, [cli, ...args], { advice });
  else run('npm', args, { advice });
}
