// @ts-check
// npm run test:long [-- part …]: what takes hours, one part after the other. A part that
// fails does not keep the others from running; the end says which ones did.
import { spawnSync } from 'node:child_process';
import { root, runMain, SetupError, say } from './setup/run.mjs';
import { setUp } from './setup.mjs';

/** @type {Record<string, string[]>} What is given to npx or to npm run. */
const PARTS = {
  tests: ['npx', 'vitest', 'run', '--mode', 'long'],
  contract: ['npm', 'run', 'contract', '--', '--check'],
  soak: ['npm', 'run', 'soak'],
  matrix: ['npm', 'run', 'test:matrix'],
  address: ['npm', 'run', 'test:sanitized', '--', 'address'],
  thread: ['npm', 'run', 'test:sanitized', '--', 'thread'],
  fuzz: ['npm', 'run', 'fuzz'],
  tidy: ['node', 'scripts/tidy.mjs', '--all'],
};

/** @param {string} name */
function passes(name) {
  const [command = '', ...args] = PARTS[name] ?? [];
  say(`${name}: ${command} ${args.join(' ')}`);
  const start = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  const result = status === 0 ? 'passed' : 'FAILED';
  return { name, result, minutes: (Date.now() - start) / 60_000 };
}

await runMain(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) {
    throw new SetupError(
      `there is no part "${unknown}".\n  Parts: ${Object.keys(PARTS).join(', ')}`,
    );
  }
  await setUp({ tests: true });
  const results = (names.length > 0 ? names : Object.keys(PARTS)).map(passes);
  for (const { name, result, minutes } of results)
    say(`${name}: ${result} after ${minutes.toFixed(1)} minutes`);
  if (results.some(({ result }) => result === 'FAILED')) process.exitCode = 1;
});
