// @ts-check
// `npm run contract`: lib/contract/layout.generated.ts out of native/contract, which has to be
// laid out the same for each processor. With --check the file stays as it is, and has to be that.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { linesFor } from './contract/object-file.mjs';
import { typescriptOf } from './contract/typescript.mjs';
import { install } from './setup/apt.mjs';
import { root, runMain, SetupError, say } from './setup/run.mjs';
import { ARCHITECTURES, hostArchitecture } from './suites/suites.mjs';

const FILE = 'lib/contract/layout.generated.ts';
export const layoutFile = join(root, FILE);

/**
 * The text of the file for the processor here.
 * @param {string} [native]  the directory with the sources
 */
export function layoutHere(native) {
  return typescriptOf(linesFor(hostArchitecture(), native));
}

/**
 * @param {readonly (readonly [name: string, lines: string[]])[]} layouts  of each processor
 * @returns {string[]} the lines that all of them have
 */
export function agreed(layouts) {
  const [[here, lines] = ['', []], ...others] = layouts;
  for (const [name, found] of others) {
    const length = Math.max(lines.length, found.length);
    for (let i = 0; i < length; i++)
      if (found[i] !== lines[i])
        throw new SetupError(
          `native/contract: "${lines[i]}" for ${here}, but "${found[i]}" for ${name}.\n  Records hold types of fixed width only, each at a multiple of its size.`,
        );
  }
  return lines;
}

function layoutForAll() {
  const { name: host } = hostArchitecture();
  const foreign = ARCHITECTURES.filter(({ name }) => name !== host);
  install({
    'g++': 'compiles native/contract',
    ...Object.fromEntries(foreign.map((arch) => [arch.compiler, `does so for ${arch.name}`])),
  });
  return typescriptOf(
    agreed(ARCHITECTURES.map((arch) => /** @type {const} */ ([arch.name, linesFor(arch)]))),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => {
    const text = layoutForAll();
    const isThere = existsSync(layoutFile) && readFileSync(layoutFile, 'utf8') === text;
    if (process.argv.includes('--check') && !isThere)
      throw new SetupError(`${FILE} is not what native/contract gives.\n  Run: npm run contract`);
    if (!isThere) writeFileSync(layoutFile, text);
    const names = ARCHITECTURES.map(({ name }) => name).join(', ');
    say(`${FILE}: ${isThere ? 'up to date' : 'written'}, the same for ${names}`);
  });
}
