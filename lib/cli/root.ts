import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of this package: equally far from the source and from what is built of it. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Whether a Debian package brought this command: it has put the plugin in place, too. */
export const isDebianPackage = packageRoot.endsWith('/usr/share/collectd-nodejs/');

export function packageVersion(): string {
  const manifest = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
