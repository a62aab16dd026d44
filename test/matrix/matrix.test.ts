// The plugin as it is shipped, in real daemons of every supported system. `npm test`
// has two of them, `npm run test:matrix` all.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { hostArchitecture } from '../../scripts/suites/suites.mjs';
import { type PackageInTest, packageInTest } from '../cli/package-in-test.ts';
import { abortSignals } from '../daemon/callbacks/signal-aborts.ts';
import { loadOften, tickOften } from '../hazards/addons.ts';
import { installPlugin, npmInstall } from './install.ts';
import { debianPackage } from './package.ts';
import { type Prebuilt, providePrebuilt } from './prebuilt.ts';
import { daemonized, foreground, plugin } from './scenarios.ts';
import { lacking, targets } from './selection.ts';
import { System } from './system.ts';
import { record, writeTable } from './table.ts';

const minutes = 60_000;
const reason = lacking();
const title = reason === undefined ? 'matrix' : `matrix (not here: ${reason})`;

describe.skipIf(reason !== undefined)(title, () => {
  let prebuilt: Prebuilt;
  let tarball: PackageInTest;
  beforeAll(async () => {
    prebuilt = await providePrebuilt(targets);
    tarball = packageInTest(prebuilt.directory);
  }, 60 * minutes);
  afterAll(() => {
    tarball?.remove();
    prebuilt?.remove();
    writeTable();
  });

  describe.each(targets.map((target) => [target.suite.name, target.arch.name, target] as const))(
    '%s %s',
    (_suite, _arch, target) => {
      let system: System;
      beforeAll(() => {
        system = new System(target);
      }, 5 * minutes);
      afterAll(() => system?.remove());

      test('the Debian package', { timeout: 10 * minutes }, async () => {
        await record(target, 'deb', () => debianPackage(system, prebuilt, 120));
      });

      test('npm install, collectd-nodejs install', { timeout: 5 * minutes }, async () => {
        await record(target, 'install', async () => {
          npmInstall(system, tarball.file);
          await installPlugin(system);
        });
      });

      test('read, write, notification, config, exceptions, stop', {
        timeout: 10 * minutes,
      }, async () => {
        await record(target, 'scenarios', () => foreground(system, 120));
      });

      // Its three libnodes differ; a processor makes no difference, and an emulator only costs time.
      test.runIf(target.arch === hostArchitecture())(
        'signals abort',
        {
          timeout: 10 * minutes,
        },
        async () => {
          await record(target, 'signals', () =>
            abortSignals({ command: system.enter(['/usr/sbin/collectd']) }, plugin, 120),
          );
        },
      );

      test.runIf(target.arch === hostArchitecture())(
        'native addons',
        {
          timeout: 10 * minutes,
        },
        async () => {
          const daemon = { command: system.enter(['/usr/sbin/collectd']) };
          await record(target, 'addons', async () => {
            const where = { daemon, load: plugin };
            await loadOften(where, target.suite.abi);
            await tickOften(where);
          });
        },
      );

      test('daemonized', { timeout: 10 * minutes }, async () => {
        await record(target, 'daemonized', () => daemonized(system, 120));
      });
    },
  );
});
