// What native addons of the kinds that Raspberry Pis need do in several workers, and in one that is started
// again: in this machine's collectd, or in the one that `daemon` starts.
import { expect } from 'vitest';
import { reported } from '../daemon/harness/reported.ts';
import { nativePlugin } from '../daemon/native/plugin.ts';
import { compileAddon } from '../fixtures/addon.ts';
import { expectStop, expectUnharmed, type Hazard, startHazard } from './hazard.ts';

type Where = Pick<Hazard, 'daemon' | 'load'>;

export const loading = (name: string): string => `import { createRequire } from 'node:module';
import { report } from './report.ts';
createRequire('/')(process.env.HOME + '/native/once.node');
report('${name}', 1);`;

/** Each worker has it, and has it again after a restart. */
export async function loadOften(where: Where = {}, abi?: number): Promise<void> {
  const daemon = await startHazard({
    ...where,
    options: '<Import "ended">\nTimeout 1\n</Import>\nImport "first"',
    text: loading('bad'),
    files: {
      'first.ts': loading('first'),
      'ended.ts': `${loading('ended')}\nsetTimeout(() => { for (;;); }, 500);`,
    },
    before(dir) {
      compileAddon(dir, 'once', abi);
      return '';
    },
  });
  for (const name of ['first', 'bad'])
    await daemon.waitFor(() => reported(daemon, name).length === 1);
  await daemon.waitFor(() => reported(daemon, 'ended').length > 2, 60);
  const log = await expectUnharmed(daemon);
  expect(log).not.toContain('did not self-register');
}

export const addon = `createRequire('/')(process.env.HOME + '/native/loop.node')`;
export const imports = `import { createRequire } from 'node:module';\n`;

const ticking = (name: string): string => `${imports}import { report } from './report.ts';
let ticks = 0;
const boot = Math.random();
${addon}.tick(() => { if (++ticks % 100 === 1) report('${name}', boot); });`;

export const before = (dir: string): string => {
  compileAddon(dir, 'loop');
  return nativePlugin(dir, 'looper', ['-l:libuv.so.1']);
};

/** Events come in several workers, one of which is started again, and no other plugin notices. */
export async function tickOften(where: Where = {}): Promise<void> {
  const daemon = await startHazard({
    ...where,
    options: '<Import "ended">\nTimeout 1\n</Import>\nImport "steady"',
    text: '',
    files: {
      'steady.ts': ticking('steady'),
      'ended.ts': `${ticking('ended')}
if (process.env.ENDED === undefined) setTimeout(() => { for (;;); }, 1000);`,
    },
    before,
  });
  const boots = (): number => new Set(reported(daemon, 'ended')).size;
  await daemon.waitFor(() => boots() > 2, 60);
  const ticks = reported(daemon, 'steady').length;
  await daemon.waitFor(() => reported(daemon, 'steady').length > ticks + 3);
  await daemon.waitForLog(/looper: the default loop is libuv's own/);
  const log = await expectStop(daemon);
  expect(log).not.toContain('the default loop is another');
  expect(log).not.toContain('does not end');
}
