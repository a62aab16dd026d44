// The package with prebuilt files of this machine's processor: those of prebuilds/, or, where
// `npm run prebuild` has not run, what `npm run build` left, under the same names.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './command.ts';

/** Call `remove` at the end. */
export function packageInTest(): { pack(): string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'collectd-pack-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  const prebuilt = `prebuilds/linux-${process.arch}`;
  const packIn = (cwd: string) => (): string => {
    const args = ['pack', '--ignore-scripts', '--silent', `--pack-destination=${directory}`];
    const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
    const [name] = readdirSync(directory).filter((one) => one.endsWith('.tgz'));
    if (status !== 0 || name === undefined) throw new Error(`npm pack: ${stderr}`);
    return join(directory, name);
  };
  if (existsSync(join(root, prebuilt, 'nodejs.so'))) return { pack: packIn(root), remove };
  const copy = join(directory, 'package');
  mkdirSync(join(copy, prebuilt), { recursive: true });
  for (const name of ['package.json', 'README.md', 'LICENSE']) {
    copyFileSync(join(root, name), join(copy, name));
  }
  for (const name of ['dist', 'plugins']) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (from) => !/\.(so|node)$|\/libnode\.so/.test(from),
    });
  }
  const built = join(root, 'dist/collectd');
  copyFileSync(join(built, 'nodejs.so'), join(copy, prebuilt, 'nodejs.so'));
  for (const name of readdirSync(join(built, 'nodejs')).filter((one) => one.endsWith('.node'))) {
    copyFileSync(join(built, 'nodejs', name), join(copy, prebuilt, name));
  }
  return { pack: packIn(copy), remove };
}
