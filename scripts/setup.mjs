// @ts-check
// Everything from a clean clone to a built plugin. Each step is skipped when
// its result is there, and says what to do when it fails.
import { pathToFileURL } from 'node:url';
import { install, missing } from './setup/apt.mjs';
import { missingLibraries } from './setup/languages.mjs';
import { provideLibnode } from './setup/libnode.mjs';
import { providePackages } from './setup/npm.mjs';
import { ask, runMain, SetupError, say } from './setup/run.mjs';

const PACKAGES = {
  'collectd-core': 'the daemon that the plugin is for',
  'collectd-dev': 'its headers',
  'g++': 'compiles the native part',
  make: 'node-gyp drives the compiler with it',
  python3: 'node-gyp is written in it',
  'libuv1-dev': 'headers of the event loop inside libnode',
};
const TEST_PACKAGES = {
  cmake: 'builds the native tests',
  'graphite-carbon': 'stores what plugins/carbon_writer sends, and reads it back',
  libgcrypt20: "collectd's network plugin signs and encrypts with it",
  lintian: 'judges the Debian packages',
  mmdebstrap: 'makes the root file systems of other releases and architectures',
  openssl: 'makes the certificates for tests with TLS',
  'qemu-user-static': 'runs their ARM daemons',
  tshark: 'reads the datagrams of lib/network with eyes of its own',
};

/** @param {{ tests?: boolean }} [options]  tests: what `npm test` needs beyond the rest */
export async function setUp({ tests = false } = {}) {
  if (!ask('dpkg', ['--version']).ok) {
    throw new SetupError(
      'This set-up needs a Debian system (apt, dpkg): Debian 12, 13, 14 or Raspberry Pi OS.',
    );
  }
  const wanted = tests ? { ...PACKAGES, ...TEST_PACKAGES } : PACKAGES;
  if (missing(Object.keys(wanted)).length > 0) install(wanted);
  else say(`Debian packages: already there (${Object.keys(wanted).join(' ')})`);
  // The plugin is compared with collectd's own for Python.
  if (tests) install(missingLibraries('python'));
  provideLibnode();
  providePackages();
  // Only now can anything be imported that imports a package.
  const { build } = await import('./build.mjs');
  await build();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const tests = process.argv.includes('--tests');
    await setUp({ tests });
    if (!tests) return;
    const { provideTests } = await import('./setup/tests.mjs');
    await provideTests();
  });
}
