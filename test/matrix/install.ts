// The npm package, installed the way a user does.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { must, type System } from './system.ts';

/** `npm install -g`, with this machine's npm: it unpacks, and has nothing to compile. */
export function npmInstall(system: System, file: string): void {
  const prefix = join(system.root, 'usr/local');
  must('npm', ['install', '--global', '--offline', '--silent', `--prefix=${prefix}`, file]);
}

/** Puts the plugin in place. */
export async function installPlugin(system: System): Promise<void> {
  const command = ['/usr/bin/node', '/usr/local/bin/collectd-nodejs', 'install', '--json'];
  // It asks collectd where its plugins are, so it has to be able to start it.
  if (!(await system.startsOthers())) {
    place(system);
    return;
  }
  // collectd-core comes without one, and `install` ends with status 1 where collectd cannot start.
  const conf = join(system.root, 'etc/collectd/collectd.conf');
  if (!existsSync(conf)) {
    mkdirSync(dirname(conf), { recursive: true });
    writeFileSync(conf, '');
  }
  // The second time there is nothing to do.
  for (const changed of [true, false]) {
    const { status, stdout, output } = await system.run(command);
    expect(status, output).toBe(0);
    expect(JSON.parse(stdout), output).toMatchObject({ changed, pluginDir: '/usr/lib/collectd' });
  }
}

/** What the command does, where it cannot run. */
function place(system: System): void {
  const from = join(system.root, 'usr/local/lib/node_modules/collectd-nodejs');
  const prebuilt = join(from, 'prebuilds', `linux-${system.target.arch.node}`);
  const to = join(system.root, 'usr/lib/collectd');
  mkdirSync(join(to, 'nodejs'), { recursive: true });
  cpSync(join(from, 'dist/collectd/nodejs'), join(to, 'nodejs'), { recursive: true });
  for (const name of readdirSync(prebuilt))
    cpSync(join(prebuilt, name), join(to, name.endsWith('.so') ? name : `nodejs/${name}`));
}
