import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import type { Machine } from '../report/results.ts';
import { collectdBinary } from './peers.ts';

function debian(): string {
  const [, name] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
  return name ?? 'Linux';
}

function collectdVersion(): string {
  const help = execFileSync(collectdBinary, ['-h'], { encoding: 'utf8' });
  const [, version] = /^collectd (\d[\d.]*\d)/m.exec(help) ?? [];
  return version ?? 'of unknown version';
}

export function describeMachine(node: string | undefined): Machine {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: processors[0]?.model.trim() ?? 'unknown CPU',
    cores: processors.length,
    kernel: release().replace(/-.*/, ''),
    system: debian(),
    collectd: collectdVersion(),
    node: node ?? 'not measured',
  };
}
