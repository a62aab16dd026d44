// @ts-check
// The npm package as a file, with whatever prebuilds/ and dist/ hold.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask, root, SetupError } from './setup/run.mjs';

/**
 * @param {string} directory  where it goes
 * @param {string} [from]  the directory that is packed
 * @returns {string}  the file
 */
export function pack(directory, from = root) {
  mkdirSync(directory, { recursive: true });
  const args = ['pack', '--ignore-scripts', '--silent', `--pack-destination=${directory}`];
  const { ok, stderr } = ask('npm', args, { cwd: from });
  const name = readdirSync(directory).find((one) => /^collectd-nodejs-.*\.tgz$/.test(one));
  if (!ok || !name) throw new SetupError(`npm pack failed:\n${stderr.trim()}`);
  return join(directory, name);
}
