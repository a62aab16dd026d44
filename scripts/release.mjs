// @ts-check
// Publishes the package, when it is complete: npm run release [-- --dry-run]
// A prepublishOnly script would not run: .npmrc switches scripts of that kind off.
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { isOfTheseSources } from './prebuild/compile.mjs';
import { requireComplete } from './prebuild/complete.mjs';
import { root, run, runMain, say } from './setup/run.mjs';
import { select } from './suites/suites.mjs';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const targets = select([]);
    requireComplete(targets, root, isOfTheseSources);
    say(`${targets.length} prebuilt runtimes: complete`);
    await build();
    run('npm', ['publish', ...process.argv.slice(2)], {
      advice: 'Nothing else is to be repaired here: npm says above what it lacks.',
    });
  });
}
