// A new version over one that a collectd is running: that one goes on with its own files, also
// when it starts a worker again, until it is restarted.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding } from '../../lib/cli/doctor/finding.ts';
import { scriptDirOf } from '../../lib/cli/system/plugin-file.ts';
import { bare, libnodeInUse, temporary } from '../daemon/fixtures/plugin.ts';
import { startDaemon } from '../daemon/harness/index.ts';
import { cli, withLibnode } from './command.ts';
import { packageCopy } from './package-copy.ts';

/** Ends its worker once, when the file is there. */
const moduleFor = (trigger: string) => `import { existsSync, writeFileSync } from 'node:fs';
import { register_read } from 'collectd';
const trigger = '${trigger}';
console.log('worker begins, trigger ' + existsSync(trigger));
register_read(() => {
  if (!existsSync(trigger) || existsSync(trigger + '.seen')) return;
  writeFileSync(trigger + '.seen', '');
  process.exit(3);
}, 0.2);
`;

async function doctor(dir: string): Promise<Finding[]> {
  const config = join(temporary({ 'collectd.conf': '' }), 'collectd.conf');
  const args = ['doctor', '--json', '--no-start', '--plugin-dir', dir, '--config', config];
  const { findings } = JSON.parse((await cli(args)).stdout) as { findings: Finding[] };
  return findings.filter(({ check, level }) => check === 'plugin' && level !== 'ok');
}

test('a collectd that runs keeps its files until it is restarted', {
  timeout: 300_000,
}, async () => {
  const dir = temporary();
  const trigger = join(temporary(), 'exit');
  const { path } = await libnodeInUse();
  const old = packageCopy('0.0.1');
  const first = await cli(['install', '--plugin-dir', dir, '--libnode-file', path], old);
  expect(first.status, first.stderr).toBe(0);
  const former = basename(scriptDirOf(dir));

  const daemon = await startDaemon({
    config: (own) => bare(`ModulePath "${own}/plugins"\nImport "x"`, dir),
    files: { 'x.ts': moduleFor(trigger) },
  });
  await daemon.waitForLog(/Initialization complete/, 60);
  expect((await cli(['install', '--plugin-dir', dir], { env: withLibnode })).status).toBe(0);
  expect(readdirSync(dir)).toHaveLength(3);
  expect(existsSync(join(dir, former, 'boot.js'))).toBe(true);
  expect(await doctor(dir)).toEqual([
    {
      check: 'plugin',
      level: 'warning',
      message: `Process ${daemon.pid} still runs an earlier installation in ${dir}.`,
      advice: 'sudo systemctl restart collectd',
    },
  ]);
  writeFileSync(trigger, '');
  await daemon.waitForLog(/worker begins, trigger true/, 60);
  expect((await daemon.stop()).status).toBe(0);

  expect((await cli(['install', '--plugin-dir', dir], { env: withLibnode })).status).toBe(0);
  expect(readdirSync(dir).sort()).toEqual([basename(scriptDirOf(dir)), 'nodejs.so']);
  expect(await doctor(dir)).toEqual([]);
});
