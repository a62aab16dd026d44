/** Does AppArmor or SELinux confine collectd? */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, ok, type Patient, warning } from './finding.ts';

export function inspectConfinement(patient: Patient): Finding[] {
  return [...appArmor(patient), ...seLinux(patient)];
}

/** Profiles that are loaded: `name (enforce)`, one a line. */
function appArmor({ root, collectd, pluginDir }: Patient): Finding[] {
  const profiles = read(join(root, '/sys/kernel/security/apparmor/profiles'));
  if (profiles === undefined) return [];
  const check = 'AppArmor';
  const line = profiles.split('\n').find((one) => /^\S*collectd\S* \((enforce|kill)\)/.test(one));
  if (line === undefined) return [ok(check, 'collectd is not confined')];
  const profile = line.slice(0, line.lastIndexOf(' '));
  const lines = [
    `${pluginDir}/nodejs*/** mr`,
    '/usr/lib/**/libnode.so.* mr',
    '/usr/share/nodejs/** r',
    'and "r" for your modules',
  ];
  return [
    warning(
      check,
      `collectd is confined by the profile ${profile} (${collectd?.path ?? 'collectd'}), which has to let it read Node's files.`,
      `if collectd logs "Permission denied", add to the profile's file below /etc/apparmor.d/local: ${lines.join(', ')}; then sudo systemctl reload apparmor`,
    ),
  ];
}

function seLinux({ root }: Patient): Finding[] {
  const enforced = read(join(root, '/sys/fs/selinux/enforce'));
  if (enforced === undefined) return [];
  const check = 'SELinux';
  if (enforced.trim() !== '1') return [ok(check, 'not enforced')];
  return [
    warning(
      check,
      'SELinux is enforced, and may forbid collectd the memory that Node compiles into (execmem).',
      'if collectd logs that the compiler of Node.js is off: sudo ausearch -m avc -c collectd | audit2allow -M collectd-nodejs && sudo semodule -i collectd-nodejs.pp',
    ),
  ];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
