// @ts-check
// Formatting, lint rules, types, and the doors between the rooms. `--fix` writes what can be
// repaired.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './setup/apt.mjs';
import { providePackages } from './setup/npm.mjs';
import { root, run, runMain, SetupError, say } from './setup/run.mjs';

const fix = process.argv.includes('--fix');

await runMain(() => {
  install({ 'clang-format': 'checks how the native part is laid out' });
  providePackages();
  const sources = nativeSources('native');
  const clang = fix ? ['-i'] : ['--dry-run', '--Werror'];
  /** @type {[string, string, string[]][]} */
  const checks = [
    ['clang-format', 'clang-format', [...clang, ...sources]],
    [
      'biome',
      bin('@biomejs/biome/bin/biome'),
      ['check', ...(fix ? ['--write'] : []), '--error-on-warnings'],
    ],
    ['types', bin('typescript/bin/tsc'), ['--noEmit']],
    ['rooms', join(root, 'scripts/rooms.mjs'), []],
    ['clang-tidy', join(root, 'scripts/tidy.mjs'), []],
  ];
  const failed = checks
    .filter(([name, command, args]) => !passes(name, command, args))
    .map(([name]) => name);
  if (failed.length > 0) {
    throw new SetupError(
      `lint: ${failed.join(', ')} failed (see above).\n  "npm run format" repairs the layout.`,
    );
  }
});

/** @param {string} script */
function bin(script) {
  return join(root, 'node_modules', script);
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 */
function passes(name, command, args) {
  say(`lint: ${name}`);
  const script = command.startsWith('/');
  try {
    run(script ? process.execPath : command, script ? [command, ...args] : args, { advice: '' });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} directory
 * @returns {string[]}
 */
function nativeSources(directory) {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return nativeSources(path);
    return /\.(c|cc|h)$/.test(entry.name) ? [path] : [];
  });
}
