// The lines of docs/install.md about the Debian package, as they stand, on a Debian that has
// nothing but apt. systemctl is a stand-in that runs what the unit of collectd runs.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debianMirror } from '../../scripts/setup/mirror.mjs';
import { lackingFor } from '../../scripts/suites/runnable.mjs';
import { hostArchitecture, SUITES } from '../../scripts/suites/suites.mjs';
import { run as runHere } from '../cli/command.ts';
import { type DebInTest, debInTest } from '../cli/deb-in-test.ts';
import { isAlive, waitFor } from '../daemon/harness/index.ts';
import { blocksOf } from '../fixtures/documentation.ts';

const minutes = 60_000;
const suite = SUITES[0];
const reason = suite && lackingFor([{ suite, arch: hostArchitecture() }]);

/** Of the section, in their order. */
function blocks() {
  const text = readFileSync(join(import.meta.dirname, '../../docs/install.md'), 'utf8');
  const line = (heading: string) => text.slice(0, text.indexOf(heading)).split('\n').length;
  const [from, to] = [line('## The Debian package'), line('## The npm package')];
  return blocksOf('docs/install.md').filter((block) => block.line > from && block.line < to);
}

const SYSTEMCTL = `#!/bin/sh
[ "$*" = "restart collectd" ] || exit 1
unit=/lib/systemd/system/collectd.service
sed -n 's/^ExecStart\\(Pre\\)\\?=//p' $unit | while read -r line; do $line || exit 1; done
`;

describe.skipIf(reason !== undefined)(
  `docs/install.md ${reason ? `(not here: ${reason})` : ''}`,
  () => {
    let scratch = '';
    let root = '';
    let deb: DebInTest | undefined;
    const pidFile = (): string => join(root, 'run/collectd.pid');

    beforeAll(async () => {
      scratch = mkdtempSync(join(tmpdir(), 'collectd-documented-'));
      root = join(scratch, 'root');
      deb = debInTest();
      const [, release = ''] = /~deb(\d+)_/.exec(deb.file) ?? [];
      const name = SUITES.find(({ title }) => title === `Debian ${release}`)?.name ?? '';
      const host = hostname();
      const mirror = debianMirror();
      const from = mirror === null ? [] : [mirror];
      const made = await runHere('mmdebstrap', ['--quiet', '--variant=apt', name, root, ...from]);
      expect(made.status, made.stderr).toBe(0);
      const files = {
        // Services are not started, and every question of apt is answered with yes.
        'usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
        'usr/local/bin/systemctl': SYSTEMCTL,
        'etc/apt/apt.conf.d/90test': 'APT::Get::Assume-Yes "true";\n',
        'etc/hosts': `127.0.0.1 localhost\n127.0.1.1 ${host}.test ${host}\n`,
      };
      for (const [name, text] of Object.entries(files)) {
        writeFileSync(join(root, name), text);
        chmodSync(join(root, name), 0o755);
      }
      if (existsSync('/etc/resolv.conf'))
        copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
      mkdirSync(join(root, 'root'), { recursive: true });
      copyFileSync(deb.file, join(root, 'root', basename(deb.file)));
    }, 10 * minutes);

    afterAll(async () => {
      if (existsSync(pidFile())) {
        const pid = Number(readFileSync(pidFile(), 'utf8'));
        process.kill(pid);
        await waitFor(() => !isAlive(pid));
      }
      for (const directory of [scratch, deb?.directory ?? ''])
        if (directory !== '') rmSync(directory, { recursive: true, force: true });
    });

    const run = (line: string): Promise<{ status: number | null; output: string }> => {
      const script = `mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" &&
exec chroot "$1" /bin/sh -c "cd /root && $2"`;
      const env = {
        ...process.env,
        PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        DEBIAN_FRONTEND: 'noninteractive',
        LC_ALL: 'C.UTF-8',
      };
      return new Promise((resolve) => {
        const args = ['--mount', 'sh', '-c', script, 'run', root, line];
        const child = execFile('unshare', args, { env }, (_error, stdout, stderr) =>
          resolve({ status: child.exitCode, output: stdout + stderr }),
        );
      });
    };

    test('the lines of the Debian package lead to a collectd that runs the plugin', {
      timeout: 15 * minutes,
    }, async () => {
      expect((await run('apt-get update')).status).toBe(0);
      const kinds = blocks().map(({ language }) => language);
      expect(kinds).toEqual(['sh', 'apache', 'sh']);
      for (const { language, text } of blocks()) {
        if (language === 'apache') {
          writeFileSync(join(root, 'etc/collectd/collectd.conf.d/nodejs.conf'), text);
          continue;
        }
        for (const line of text.trim().split('\n')) {
          const { status, output } = await run(line.replace(/^sudo /, ''));
          expect(status, `${line}\n${output}`).toBe(0);
        }
      }
      const pid = await waitFor(
        () => existsSync(pidFile()) && Number(readFileSync(pidFile(), 'utf8')),
      );
      await waitFor(() => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('/libnode.so.'));
      const doctor = await run('collectd-nodejs doctor --no-start');
      expect(doctor.status, doctor.output).toBe(0);
    });
  },
);
