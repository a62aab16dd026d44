// A whole installation that a test may damage, and what doctor finds then.
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Finding } from '../../lib/cli/doctor/finding.ts';
import { scriptDirOf } from '../../lib/cli/system/plugin-file.ts';
import { libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { cli } from './command.ts';

export interface Installed {
  readonly dir: string;
  readonly config: string;
  readonly libnode: string;
}

/** Installed once, by the first test: each has a copy of it. */
const whole = mkdtempSync(join(tmpdir(), 'collectd-test-doctor-'));
afterAll(() => rmSync(whole, { recursive: true }));
let libnodeFile: Promise<string> | undefined;

async function installWhole(): Promise<string> {
  const { path } = await libnodeInUse();
  const args = ['install', '--plugin-dir', whole, '--libnode-file', path];
  const { status, stderr } = await cli(args);
  expect(status, stderr).toBe(0);
  return basename(path);
}

/** A whole installation with a configuration of its own. */
export async function installed(lines = ''): Promise<Installed> {
  libnodeFile ??= installWhole();
  const name = await libnodeFile;
  const dir = temporary();
  cpSync(whole, dir, { recursive: true });
  const modules = temporary({ 'x.ts': 'export {};' });
  chmodSync(modules, 0o755);
  const config = join(dir, 'collectd.conf');
  const block = `<Plugin nodejs>\nModulePath "${modules}"\nImport "x"\n${lines}</Plugin>\n`;
  writeFileSync(config, `PluginDir "${dir}"\nLoadPlugin nodejs\n${block}`);
  return { dir, config, libnode: join(scriptDirOf(dir), name) };
}

/** How this machine runs its own collectd: doctor-system.test.ts has these. */
const ofTheMachine = ['systemd unit', 'AppArmor', 'SELinux'];

export async function doctor({ dir, config }: Installed, ...options: string[]) {
  const args = ['doctor', '--json', '--plugin-dir', dir, '--config', config, ...options];
  const { stdout, status } = await cli(args);
  const { findings: all, ok } = JSON.parse(stdout) as { findings: Finding[]; ok: boolean };
  expect(status).toBe(ok ? 0 : 1);
  const findings = all.filter(({ check }) => !ofTheMachine.includes(check));
  return {
    ok,
    findings,
    of: (check: string) => findings.filter((one) => one.check === check && one.level !== 'ok'),
  };
}

/** The only finding that is not fine; without a start of collectd. */
export async function only(installation: Installed, ...options: string[]): Promise<Finding> {
  const { findings } = await doctor(installation, '--no-start', ...options);
  const wrong = findings.filter(({ level }) => level !== 'ok');
  expect(wrong).toHaveLength(1);
  return wrong[0] as Finding;
}
