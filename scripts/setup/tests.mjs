// @ts-check
// What the tests run besides the plugin itself. Built before the first of them, so that none
// has a compiler beside it, and what it leaves is no difference of the working tree. A test
// that runs alone provides its part itself, where something has changed since.
import { buildNativeTests } from '../build/native-tests.mjs';
import { buildFuzzers } from '../fuzz/build.mjs';
import { compileAll } from '../prebuild.mjs';
import { provideRoot } from '../suites/root-file-system.mjs';
import { lackingFor, targetsInTest } from '../suites/runnable.mjs';
import { SetupError, say } from './run.mjs';

export async function provideTests() {
  await attempt('test/unit/native.test.ts', buildNativeTests);
  await attempt('test/native/fuzz.test.ts', buildFuzzers);
  await attempt('test/matrix', provideMatrix);
}

async function provideMatrix() {
  const reason = lackingFor(targetsInTest);
  if (reason !== undefined) {
    say(`test/matrix: not here: ${reason}`);
    return;
  }
  for (const target of targetsInTest) provideRoot(target);
  await compileAll(targetsInTest);
}

/**
 * All other tests can do without it.
 * @param {string} test
 * @param {() => unknown} provide
 */
async function attempt(test, provide) {
  try {
    await provide();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`${test} is going to fail: ${error.message}`);
  }
}
