// @ts-check
// npm runs this before it publishes the package: only a complete one gets out.
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { isOfTheseSources } from './prebuild/compile.mjs';
import { incomplete } from './prebuild/complete.mjs';
import { root, runMain, SetupError, say } from './setup/run.mjs';
import { select } from './suites/suites.mjs';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const targets = select([]);
    const wrong = incomplete(targets, root, isOfTheseSources);
    if (wrong.length > 0) {
      throw new SetupError(
        `not published: ${wrong.length} of ${targets.length} prebuilt runtimes are not as they have to be.\n  ${wrong.join('\n  ')}\n  Run: npm run prebuild\n  Then repeat this command.`,
      );
    }
    say(`${targets.length} prebuilt runtimes: complete`);
    await build();
  });
}
