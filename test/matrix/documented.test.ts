// The lines of the README and of docs/install.md about the Debian package, as they stand, on a Debian
// that has nothing but apt. test/long has the other releases and processors, and npm.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, onTestFinished, test } from 'vitest';
import { lackingFor } from '../../scripts/suites/runnable.mjs';
import { hostArchitecture, SUITES, type Suite } from '../../scripts/suites/suites.mjs';
import { type DebInTest, debInTest } from '../cli/deb-in-test.ts';
import { EmptyDebian } from './documented/empty-debian.ts';
import { debianPackage, readme, removal } from './documented/ways.ts';

const minutes = 60_000;
const arch = hostArchitecture();
const reason = lackingFor([{ suite: SUITES[0] as Suite, arch }]);

describe.skipIf(reason !== undefined)(
  `the documented lines ${reason ? `(not here: ${reason})` : ''}`,
  () => {
    let deb: DebInTest;
    let empty: EmptyDebian;
    beforeAll(async () => {
      deb = debInTest();
      empty = await EmptyDebian.make({ suite: deb.suite, arch }, [deb.file]);
    }, 10 * minutes);
    afterAll(async () => {
      await empty?.remove();
      rmSync(deb.directory, { recursive: true, force: true });
    });

    const fresh = (): EmptyDebian => {
      const debian = empty.copy();
      onTestFinished(() => debian.remove());
      return debian;
    };

    test(
      'an empty Debian shows values of an own plugin after six commands of the README',
      {
        timeout: 15 * minutes,
      },
      () => readme(fresh(), 45),
    );

    test('the lines of the Debian package lead to a collectd that runs the plugin', {
      timeout: 15 * minutes,
    }, async () => {
      const debian = fresh();
      await debianPackage(debian, 45);
      await removal(debian, 45);
    });
  },
);
