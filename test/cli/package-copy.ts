// A copy of this package as a user has it, which a test may change, and whose files any user may read.
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { root } from './command.ts';

export interface PackageCopy {
  readonly dir: string;
  readonly program: string;
}

/** @param version - a version of its own, with files of its own. */
export function packageCopy(version?: string): PackageCopy {
  const dir = temporary();
  chmodSync(dir, 0o755);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const text = JSON.stringify({ ...manifest, version: version ?? manifest.version });
  writeFileSync(join(dir, 'package.json'), text);
  cpSync(join(root, 'dist/cli'), join(dir, 'dist/cli'), { recursive: true });
  const nodejs = join(dir, 'dist/collectd/nodejs');
  mkdirSync(nodejs, { recursive: true });
  copyFileSync(join(root, 'dist/collectd/nodejs.so'), join(dir, 'dist/collectd/nodejs.so'));
  for (const name of readdirSync(join(root, 'dist/collectd/nodejs'))) {
    if (name.startsWith('libnode')) continue;
    cpSync(join(root, 'dist/collectd/nodejs', name), join(nodejs, name), { recursive: true });
  }
  if (version !== undefined) {
    // Past the end of what a program header or a script says: still valid, but not the same.
    for (const name of ['nodejs.so', 'nodejs/boot.js']) {
      appendFileSync(join(dir, 'dist/collectd', name), `\n// ${version}\n`);
    }
  }
  return { dir, program: join(dir, 'dist/cli/collectd-nodejs.js') };
}
