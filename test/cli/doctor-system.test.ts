// `collectd-nodejs doctor`: what of the system would keep collectd from running Node.
import { describe, expect, test } from 'vitest';
import { inspectConfinement } from '../../lib/cli/doctor/confinement.ts';
import type { Patient } from '../../lib/cli/doctor/finding.ts';
import { inspectUnit } from '../../lib/cli/doctor/unit.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';

describe('the system', () => {
  const patient = (files: Record<string, string>): Patient => ({
    collectd: undefined,
    pluginDir: '/usr/lib/collectd',
    config: '/etc/collectd/collectd.conf',
    root: temporary(files),
  });
  const unit = 'usr/lib/systemd/system/collectd.service';
  const service = '[Unit]\nDescription=x\n[Service]\nExecStart=/usr/sbin/collectd\n';

  test('has a unit that forbids what Node compiles', () => {
    const forbidden = patient({ [unit]: `${service}MemoryDenyWriteExecute=yes\n` });
    expect(inspectUnit(forbidden, [])).toEqual([
      {
        check: 'systemd unit',
        level: 'warning',
        message: `MemoryDenyWriteExecute=yes in ${forbidden.root}/${unit} forbids Node's compiler: modules run slower, and without WebAssembly and fetch().`,
        advice:
          'sudo systemctl edit collectd, write the lines "[Service]" and "MemoryDenyWriteExecute=no", then sudo systemctl restart collectd',
      },
    ]);
    const repaired = patient({
      [unit]: `${service}MemoryDenyWriteExecute=yes\n`,
      'etc/systemd/system/collectd.service.d/override.conf':
        '[Service]\nMemoryDenyWriteExecute=no\n',
    });
    expect(inspectUnit(repaired, [])).toMatchObject([{ level: 'ok' }]);
    const dropIn = patient({
      [unit]: service,
      'run/systemd/system/collectd.service.d/x.conf': '[Service]\nMemoryDenyWriteExecute = true\n',
    });
    expect(inspectUnit(dropIn, [])[0]?.message).toContain('/x.conf forbids');
  });

  test('has a unit that hides the modules', () => {
    const hidden = patient({ [unit]: `${service}ProtectHome=yes\n` });
    expect(inspectUnit(hidden, ['/home/pi/plugins'])[0]).toMatchObject({
      level: 'problem',
      message: expect.stringContaining('hides the ModulePath /home/pi/plugins'),
    });
    expect(inspectUnit(hidden, ['/opt/plugins'])).toMatchObject([{ level: 'ok' }]);
    expect(inspectUnit(patient({}), [])).toEqual([]);
  });

  test('has AppArmor or SELinux confine collectd', () => {
    const profiles = 'sys/kernel/security/apparmor/profiles';
    const confined = patient({ [profiles]: 'man (enforce)\n/usr/sbin/collectd (enforce)\n' });
    expect(inspectConfinement(confined)).toMatchObject([{ check: 'AppArmor', level: 'warning' }]);
    const complaining = patient({ [profiles]: '/usr/sbin/collectd (complain)\n' });
    expect(inspectConfinement(complaining)).toMatchObject([{ check: 'AppArmor', level: 'ok' }]);
    const enforced = patient({ 'sys/fs/selinux/enforce': '1' });
    expect(inspectConfinement(enforced)).toMatchObject([{ check: 'SELinux', level: 'warning' }]);
    const permissive = patient({ 'sys/fs/selinux/enforce': '0' });
    expect(inspectConfinement(permissive)).toMatchObject([{ check: 'SELinux', level: 'ok' }]);
    expect(inspectConfinement(patient({}))).toEqual([]);
  });
});
