import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFiles } from './test/reporters/slowest-files.ts';

const library = fileURLToPath(new URL('./lib/index.ts', import.meta.url));

// Those that run lib/ in vitest's own process. Whatever runs in a real collectd, or as a process
// that the test starts, is built code that vitest cannot measure.
const measuring = {
  include: [
    'test/unit/**/*.test.ts',
    'test/network/**/*.test.ts',
    'test/cli/{check,check-warnings,doctor,doctor-system}.test.ts',
  ],
  exclude: [
    'test/unit/{contract,loader-*,native,prebuild}.test.ts',
    'test/network/{collectd-*,documented-commands,examples,own-network,package,tshark}.test.ts',
  ],
};

const files: Record<string, { include: string[]; exclude: string[] }> = {
  long: { include: ['test/long/**/*.test.ts'], exclude: [] },
  coverage: measuring,
};
const allButLong = {
  include: ['test/**/*.test.ts'],
  exclude: ['test/long/**', '**/fixtures/**'],
};

const slowest = new SlowestFiles();

// `vitest run --mode long` runs test/long, everything else runs all but that.
export default defineConfig(({ mode }) => ({
  // What collectd's embedded Node offers to plugins as 'collectd'.
  resolve: { alias: { collectd: library } },
  test: {
    ...(files[mode] ?? allButLong),
    globalSetup: 'test/tree/global-setup.ts',
    // The order of the files depends on no earlier run, and nothing is kept in node_modules.
    cache: false,
    pool: 'forks',
    // A file with a daemon in it is busy with waiting, so two cores serve three of them.
    poolOptions: { forks: { maxForks: 3 } },
    // Deadlines are generous: they cost time only where something is broken, and a machine that is
    // ten times slower than its author's must not fail a test that is right. A condition has to
    // give up first, for only that says what was there and what was missed.
    expect: { poll: { timeout: 45_000, interval: 25 } },
    testTimeout: mode === 'long' ? 600_000 : 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
    reporters: process.env.CI
      ? ['default', slowest, ['json', { outputFile: 'test-results/vitest.json' }]]
      : ['default', slowest],
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts'],
      reporter: ['text', 'html'],
      reportsDirectory: 'coverage',
    },
  },
}));
