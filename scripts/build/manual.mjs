// @ts-check
// dist/man: collectd-nodejs.5 from docs/collectd-nodejs.5.md, collectd-nodejs.1 from what the
// command says of itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, root, SetupError } from '../setup/run.mjs';
import { commandManual } from './command-manual.mjs';

const out = join(root, 'dist/man');

export function buildManual() {
  mkdirSync(out, { recursive: true });
  convert(join(root, 'docs/collectd-nodejs.5.md'), 'collectd-nodejs.5');
  const { ok, stdout, stderr } = ask(process.execPath, [
    join(root, 'dist/cli/collectd-nodejs.js'),
    '--help',
  ]);
  if (!ok) throw new SetupError(`collectd-nodejs --help failed:\n  ${stderr}`);
  const directory = mkdtempSync(join(tmpdir(), 'collectd-nodejs-manual-'));
  try {
    const source = join(directory, 'collectd-nodejs.1.md');
    writeFileSync(source, commandManual(stdout));
    convert(source, 'collectd-nodejs.1');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * @param {string} source
 * @param {string} page
 */
function convert(source, page) {
  const command = join(root, 'node_modules/marked-man/bin/marked-man.js');
  const { ok, stdout, stderr } = ask(process.execPath, [command, '--manual=collectd', source]);
  if (!ok) throw new SetupError(`${source} does not become a man page:\n  ${stderr}`);
  // Without the date of the build: the same source gives the same page.
  writeFileSync(join(out, page), stdout.replace(/^(\.TH "[^"]*" "[^"]*") "[^"]*"/, '$1 ""'));
}
