// Files that a collectd of another user may use.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aboutLeftOvers } from '../../lib/cli/doctor/plugin.ts';
import { unseenCollectds } from '../../lib/cli/system/in-use.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';

test('a collectd whose memory cannot be read is one that is not seen', () => {
  const proc = temporary({
    '1/comm': 'systemd\n',
    '20/comm': 'collectd\n',
    '20/maps': '7f00 r-xp /usr/sbin/collectd\n',
    '30/comm': 'collectd\n',
    '40/comm': 'collectd\n',
    'self/comm': 'collectd\n',
  });
  // Root reads every file; a directory is refused to it as well. 40 has ended.
  mkdirSync(join(proc, '30/maps'));
  mkdirSync(join(proc, '1/maps'));
  expect(unseenCollectds(proc)).toEqual([30]);
});

test('doctor does not say of an upgrade that it was interrupted when it cannot tell', () => {
  const about = (users: number[], unseen: number[]) =>
    aboutLeftOvers('/p', ['nodejs-aaaaaaaaaaaa'], users, unseen).map(({ message }) => message);
  expect(about([], [30])).toEqual([
    'nodejs-aaaaaaaaaaaa in /p is used by nothing, or by process 30 of another user: as root, doctor can tell.',
  ]);
  expect(about([], [])[0]).toMatch(/^An install or uninstall was interrupted/);
  expect(about([7], [30])[0]).toMatch(/^Process 7 still runs an earlier installation/);
  expect(aboutLeftOvers('/p', [], [], [30])).toEqual([]);
  const aside = aboutLeftOvers('/p', ['.nodejs-directory-12-abc'], [], [30]);
  expect(aside[0]?.message).toMatch(/^An install or uninstall was interrupted/);
});
