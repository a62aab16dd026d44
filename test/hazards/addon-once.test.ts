// Old addons register themselves while the linker loads them, which it does once in a process: every
// further worker, and one that is started again, gets a copy of its own.
import { test } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { compileDeny } from '../fixtures/deny.ts';
import { loading, loadOften } from './addons.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

test('each worker has it, and has it again after a restart', () => loadOften());

test('where no memory may hold a program', async () => {
  const daemon = await startHazard({
    text: loading('bad'),
    options: 'Import "first"',
    files: { 'first.ts': loading('first') },
    before(dir) {
      compileAddon(dir, 'once');
      return '';
    },
    daemon: { command: [compileDeny(), 'memfd', '/usr/sbin/collectd'] },
  });
  for (const name of ['first', 'bad'])
    await daemon.waitFor(() => reported(daemon, name).length === 1);
  await expectUnharmed(daemon);
});
