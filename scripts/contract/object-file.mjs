// @ts-check
// native/contract as a compiler lays it out: the constants are read from the object file,
// so that one for another processor will do.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, root, SetupError } from '../setup/run.mjs';

/**
 * @param {import('../suites/suites.mjs').Architecture} arch
 * @param {string} [native]  the directory with the sources
 * @returns {string[]} lines: "# heading", or a name and its value
 */
export function linesFor({ triplet }, native = join(root, 'native')) {
  const directory = mkdtempSync(join(tmpdir(), 'contract-'));
  const source = join(native, 'contract/generate/layout.cc');
  const object = join(directory, 'layout.o');
  const section = join(directory, 'section');
  const warnings = ['-Wall', '-Wextra', '-Werror'];
  try {
    call(`${triplet}-g++`, ['-std=c++20', ...warnings, '-I', native, '-c', source, '-o', object]);
    call(`${triplet}-objcopy`, ['-O', 'binary', '--only-section=contract', object, section]);
    const text = readFileSync(section, 'latin1').replaceAll('\0', '');
    return text.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function call(command, args) {
  const { ok, stderr } = ask(command, args);
  if (!ok) throw new SetupError(`${command} cannot make the contract of this:\n${stderr}`);
}
