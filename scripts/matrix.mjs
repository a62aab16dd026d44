// @ts-check
// `npm run test:matrix`: the shipped plugin in real daemons of every suite and
// architecture. With --suite and --arch only some of them.
import { join } from 'node:path';
import { root, run, runMain } from './setup/run.mjs';
import { setUp } from './setup.mjs';
import { select } from './suites/suites.mjs';

await runMain(async () => {
  const targets = select(process.argv.slice(2), { debian: true });
  await setUp({ tests: true });
  const names = targets.map(({ suite, arch }) => `${suite.name}-${arch.name}`);
  run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/matrix'], {
    env: { ...process.env, COLLECTD_NODEJS_MATRIX: names.join(',') },
    advice: 'The tests say above what is wrong.',
  });
});
