// The lines of the README and of docs/install.md about the Debian package, as they stand, each on
// a Debian that has nothing but apt. systemctl is a stand-in that runs what the unit of collectd runs.
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
import { type Block, blocksOf } from '../fixtures/documentation.ts';

const minutes = 60_000;
const suite = SUITES[0];
const reason = suite && lackingFor([{ suite, arch: hostArchitecture() }]);

/** Those between two headings or sentences, in their order. */
function blocks(page: string, begin: string, end: string): Block[] {
  const text = readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
  const line = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
  const [from, to] = [line(begin), line(end)];
  return blocksOf(page).filter((block) => block.line > from && block.line < to);
}

const SYSTEMCTL = `#!/bin/sh
[ "$*" = "restart collectd" ] || exit 1
unit=/lib/systemd/system/collectd.service
sed -n 's/^ExecStart\\(Pre\\)\\?=//p' $unit | while read -r line; do $line || exit 1; done
`;

describe.skipIf(reason !== undefined)(
  `the documented lines ${reason ? `(not here: ${reason})` : ''}`,
  () => {
    let scratch = '';
    let empty = '';
    let deb: DebInTest | undefined;
    const roots: string[] = [];
    const pidFile = (root: string): string => join(root, 'run/collectd.pid');

    beforeAll(async () => {
      scratch = mkdtempSync(join(tmpdir(), 'collectd-documented-'));
      empty = join(scratch, 'empty');
      deb = debInTest();
      const [, release = ''] = /~deb(\d+)_/.exec(deb.file) ?? [];
      const name = SUITES.find(({ title }) => title === `Debian ${release}`)?.name ?? '';
      const host = hostname();
      const mirror = debianMirror();
      const from = mirror === null ? [] : [mirror];
      const made = await runHere('mmdebstrap', ['--quiet', '--variant=apt', name, empty, ...from]);
      expect(made.status, made.stderr).toBe(0);
      const files = {
        // Services are not started, and every question of apt is answered with yes.
        'usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
        'usr/local/bin/systemctl': SYSTEMCTL,
        'etc/apt/apt.conf.d/90test': 'APT::Get::Assume-Yes "true";\n',
        'etc/hosts': `127.0.0.1 localhost\n127.0.1.1 ${host}.test ${host}\n`,
      };
      for (const [name, text] of Object.entries(files)) {
        writeFileSync(join(empty, name), text);
        chmodSync(join(empty, name), 0o755);
      }
      if (existsSync('/etc/resolv.conf'))
        copyFileSync('/etc/resolv.conf', join(empty, 'etc/resolv.conf'));
      mkdirSync(join(empty, 'root'), { recursive: true });
      copyFileSync(deb.file, join(empty, 'root', basename(deb.file)));
    }, 10 * minutes);

    afterAll(async () => {
      for (const root of roots) {
        if (!existsSync(pidFile(root))) continue;
        const pid = Number(readFileSync(pidFile(root), 'utf8'));
        process.kill(pid);
        await waitFor(() => !isAlive(pid));
      }
      for (const directory of [scratch, deb?.directory ?? ''])
        if (directory !== '') rmSync(directory, { recursive: true, force: true });
    });

    /** A Debian of its own, with the lists of packages. */
    const newRoot = async (): Promise<string> => {
      const root = join(scratch, `root-${roots.length}`);
      expect((await runHere('cp', ['-a', empty, root])).status).toBe(0);
      roots.push(root);
      expect((await run(root, 'apt-get update')).status).toBe(0);
      return root;
    };

    const run = (
      root: string,
      line: string,
    ): Promise<{ status: number | null; output: string }> => {
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

    const expectRun = async (root: string, line: string): Promise<void> => {
      const { status, output } = await run(root, line.replace(/^sudo /, ''));
      expect(status, `${line}\n${output}`).toBe(0);
    };

    test('an empty Debian shows values of an own plugin after six commands of the README', {
      timeout: 15 * minutes,
    }, async () => {
      const root = await newRoot();
      const files = blocks('README.md', '# collectd-nodejs', '## Install').filter(
        ({ language }) => language !== '',
      );
      const lines = blocks('README.md', '## Install', 'With npm,').flatMap(({ text }) =>
        text.trim().split('\n'),
      );
      expect(files.length + lines.length).toBeLessThanOrEqual(6);
      const write = (): void => {
        for (const { text } of files) {
          const [, path = ''] = /^(?:\/\/|#) (\/\S+)\n/.exec(text) ?? [];
          writeFileSync(join(root, path), text);
        }
      };
      const [, log = ''] = /^tail -f (\S+)$/.exec(lines.pop() ?? '') ?? [];
      for (const line of lines) {
        if (line.includes('systemctl')) write();
        await expectRun(root, line);
      }
      const text = (): string =>
        existsSync(join(root, log)) ? readFileSync(join(root, log), 'utf8') : '';
      await waitFor(() => /dice\/gauge: [1-6]$/m.test(text()));
    });

    test('the lines of the Debian package lead to a collectd that runs the plugin', {
      timeout: 15 * minutes,
    }, async () => {
      const root = await newRoot();
      const shown = blocks('docs/install.md', '## The Debian package', '## The npm package');
      const kinds = shown.map(({ language }) => language);
      expect(kinds).toEqual(['sh', 'apache', 'sh']);
      for (const { language, text } of shown) {
        if (language === 'apache') {
          writeFileSync(join(root, 'etc/collectd/collectd.conf.d/nodejs.conf'), text);
          continue;
        }
        for (const line of text.trim().split('\n')) await expectRun(root, line);
      }
      const pid = await waitFor(
        () => existsSync(pidFile(root)) && Number(readFileSync(pidFile(root), 'utf8')),
      );
      await waitFor(() => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('/libnode.so.'));
      const doctor = await run(root, 'collectd-nodejs doctor --no-start');
      expect(doctor.status, doctor.output).toBe(0);
    });
  },
);
