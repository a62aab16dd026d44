import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const library = fileURLToPath(new URL('./lib/index.ts', import.meta.url));

// `vitest run --mode long` runs test/long, everything else runs all but that.
export default defineConfig(({ mode }) => ({
  // What collectd's embedded Node offers to plugins as 'collectd'.
  resolve: { alias: { collectd: library } },
  test: {
    include: mode === 'long' ? ['test/long/**/*.test.ts'] : ['test/**/*.test.ts'],
    exclude: mode === 'long' ? [] : ['test/long/**', '**/fixtures/**'],
    pool: 'forks',
    // A file with a daemon in it is busy with waiting; more than two at a time
    // make the time-outs of a small machine meaningless.
    poolOptions: { forks: { maxForks: 2 } },
    testTimeout: mode === 'long' ? 600_000 : 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'test-results/vitest.json' }]]
      : ['default'],
  },
}));
