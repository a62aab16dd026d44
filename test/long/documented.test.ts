// The documented lines, by both ways, on empty systems of both releases and several processors; and an
// upgrade from one release to the next.
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished, test } from 'vitest';
import { makeDeb } from '../../scripts/deb/package.mjs';
import { lackingFor, targetsNamed } from '../../scripts/suites/runnable.mjs';
import { type PackageInTest, packageInTest } from '../cli/package-in-test.ts';
import { EmptyDebian } from '../matrix/documented/empty-debian.ts';
import { debianPackage, npm, readme, removal, upgrade } from '../matrix/documented/ways.ts';
import { type Prebuilt, providePrebuilt } from '../matrix/prebuilt.ts';

const minutes = 60_000;
const PATIENCE = 180;
const targets = targetsNamed(
  ['amd64', 'arm64', 'armhf'].flatMap((arch) => [`bookworm-${arch}`, `trixie-${arch}`]),
);
const reason = lackingFor(targets);

describe.skipIf(reason !== undefined)(
  `the documented lines ${reason ? `(not here: ${reason})` : ''}`,
  () => {
    let prebuilt: Prebuilt;
    let tarball: PackageInTest;
    const debs = new Map<string, string>();
    beforeAll(async () => {
      prebuilt = await providePrebuilt(targets);
      tarball = packageInTest(prebuilt.directory);
      const where = { prebuilds: prebuilt.directory, out: prebuilt.packages };
      for (const { arch } of targets) {
        const suites = targets.filter((one) => one.arch === arch).map(({ suite }) => suite);
        if (!debs.has(arch.name)) debs.set(arch.name, makeDeb(arch, suites, where));
      }
    }, 60 * minutes);
    afterAll(() => {
      tarball?.remove();
      prebuilt?.remove();
    });

    describe.each(targets.map((target) => [target.suite.name, target.arch.name, target] as const))(
      '%s %s',
      (_suite, _arch, target) => {
        let empty: EmptyDebian;
        beforeAll(async () => {
          const deb = debs.get(target.arch.name) ?? '';
          empty = await EmptyDebian.make(target, [deb, tarball.file]);
        }, 20 * minutes);
        afterAll(() => empty?.remove());

        const fresh = (): EmptyDebian => {
          const debian = empty.copy();
          onTestFinished(() => debian.remove());
          return debian;
        };

        test('the README', { timeout: 30 * minutes }, () => readme(fresh(), PATIENCE));

        test('the Debian package', { timeout: 60 * minutes }, async () => {
          const debian = fresh();
          await debianPackage(debian, PATIENCE);
          await removal(debian, PATIENCE);
          const next = targets.find(
            ({ suite, arch }) => arch === target.arch && suite.abi > target.suite.abi,
          );
          if (next !== undefined) await upgrade(debian, next.suite, PATIENCE);
        });

        test('npm', { timeout: 90 * minutes }, async () =>
          npm(fresh(), basename(tarball.file), PATIENCE),
        );
      },
    );
  },
);
