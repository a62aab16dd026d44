import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Decodes one datagram and returns how many values it had. */
export type Decode = (datagram: Buffer) => number;

/**
 * Packages on npm that decode the protocol, as far as they install: put into a temporary
 * directory, run, and gone with it. There is one, `collectd` 0.0.1; `collectd-protocol`
 * is not on npm, `collectdout` and `collectjs` only send.
 */
export function installPackages(dir: string): string {
  const args = ['install', '--prefix', dir, '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status } = spawnSync('npm', [...args, 'collectd@0.0.1'], { encoding: 'utf8' });
  if (status !== 0) console.log('bench: npm package collectd 0.0.1 cannot be installed: left out');
  return dir;
}

export function loadPackages(dir: string): Map<string, Decode> {
  const found = new Map<string, Decode>();
  if (!existsSync(join(dir, 'node_modules/collectd'))) return found;
  const require = createRequire(join(dir, 'index.js'));
  const { collectd_parse } = require('collectd/lib/collectd/protocol') as {
    collectd_parse(bytes: Buffer): [{ data: unknown[] }[], unknown[]];
  };
  found.set('npm collectd 0.0.1', (datagram) => {
    let count = 0;
    for (const item of collectd_parse(datagram)[0]) count += item.data.length;
    return count;
  });
  return found;
}
