// The npm package in a directory of its own, with prebuilt files: those that are given, or what
// `npm run build` left, under the names that prebuilt files have. prebuilds/ may hold those of
// some systems only, or of older sources: no test reads it.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../scripts/pack.mjs';
import { root } from './command.ts';

export interface PackageInTest {
  /** The packed package. */
  readonly file: string;
  remove(): void;
}

/** @param prebuilds - with a directory for each processor */
export function packageInTest(prebuilds?: string): PackageInTest {
  const directory = mkdtempSync(join(tmpdir(), 'collectd-pack-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const copy = join(directory, 'package');
    copyPackage(copy);
    if (prebuilds === undefined) copyBuilt(join(copy, `prebuilds/linux-${process.arch}`));
    else cpSync(prebuilds, join(copy, 'prebuilds'), { recursive: true });
    return { file: pack(directory, copy), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyPackage(to: string): void {
  mkdirSync(to);
  for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
    copyFileSync(join(root, name), join(to, name));
  }
  for (const name of ['dist', 'docs', 'examples', 'plugins']) {
    cpSync(join(root, name), join(to, name), {
      recursive: true,
      filter: (from) => !/\.(so|node|deb)$|\/libnode\.so/.test(from),
    });
  }
}

function copyBuilt(to: string): void {
  mkdirSync(to, { recursive: true });
  const built = join(root, 'dist/collectd');
  copyFileSync(join(built, 'nodejs.so'), join(to, 'nodejs.so'));
  for (const name of readdirSync(join(built, 'nodejs')).filter((one) => one.endsWith('.node'))) {
    copyFileSync(join(built, 'nodejs', name), join(to, name));
  }
}
