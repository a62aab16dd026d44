// @ts-check
// dist/man/collectd-nodejs.5, from docs/collectd-nodejs.5.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, root, SetupError } from '../setup/run.mjs';

export function buildManual() {
  const source = join(root, 'docs/collectd-nodejs.5.md');
  const command = join(root, 'node_modules/marked-man/bin/marked-man.js');
  const { ok, stdout, stderr } = ask(process.execPath, [command, '--manual=collectd', source]);
  if (!ok) throw new SetupError(`${source} does not become a man page:\n  ${stderr}`);
  // Without the date of the build: the same source gives the same page.
  const page = stdout.replace(/^(\.TH "[^"]*" "[^"]*") "[^"]*"/, '$1 ""');
  mkdirSync(join(root, 'dist/man'), { recursive: true });
  writeFileSync(join(root, 'dist/man/collectd-nodejs.5'), page);
}
