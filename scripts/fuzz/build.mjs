// @ts-check
// build/fuzz: the programs and plugins of native/test/fuzz.
import { join } from 'node:path';
import { cmakeBuild } from '../build/cmake.mjs';
import { bringDirectoryUpToDate } from '../build/stamp.mjs';
import { install } from '../setup/apt.mjs';
import { findLibnode } from '../setup/libnode.mjs';
import { ask, root, SetupError, say } from '../setup/run.mjs';

export const built = join(root, 'build/fuzz');

/** @returns {Promise<string>}  where clang's tools are */
export async function buildFuzzers() {
  const tools = provideClang();
  const libnode = findLibnode();
  if (!libnode) throw new SetupError('There is no libnode.\n  Run: npm run setup');
  const more = JSON.stringify({ libnode, clang: ask('clang', ['--version']).stdout });
  await bringDirectoryUpToDate(built, { sources: ['native', 'scripts/build'], more }, () => {
    say('building the fuzzers');
    cmakeBuild('native/test/fuzz', built, libnode, {
      CMAKE_C_COMPILER: 'clang',
      CMAKE_CXX_COMPILER: 'clang++',
    });
  });
  return tools;
}

/** Its sanitizers are a package of their own, named after its version. */
function provideClang() {
  install({ clang: 'libFuzzer is a part of it' });
  const version = ask('clang', ['-dumpversion']).stdout.split('.')[0];
  install({
    [`libclang-rt-${version}-dev`]: 'libFuzzer and the sanitizers',
    [`llvm-${version}`]: 'tells what the fuzzers have reached',
  });
  return `/usr/lib/llvm-${version}/bin`;
}
