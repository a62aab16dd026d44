// @ts-check
// `npm run deb`: dist/deb/collectd-nodejs_<version>_<arch>.deb for each architecture, with a
// runtime for each suite. With --suite and --arch only some of them.
import { pathToFileURL } from 'node:url';
import { prebuildAll } from './prebuild.mjs';
import { root, runMain, say } from './setup/run.mjs';
import { setUp } from './setup.mjs';
import { select } from './suites/suites.mjs';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const targets = select(process.argv.slice(2));
    await setUp();
    await prebuildAll(targets);
    const { makeDeb } = await import('./deb/package.mjs');
    for (const arch of new Set(targets.map((target) => target.arch))) {
      const suites = targets.filter((target) => target.arch === arch).map(({ suite }) => suite);
      say(makeDeb(arch, suites).slice(root.length + 1));
    }
  });
}
