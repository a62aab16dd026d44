// @ts-check
// What only developers need of the native part: cmake-js configures it with the
// headers of our libnode. It would download others: its cache directory, below
// HOME, is made to have ours.
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../setup/run.mjs';

/**
 * @param {string} source  a directory with a CMakeLists.txt
 * @param {string} out
 * @param {import('../setup/libnode.mjs').Libnode} libnode
 * @param {Record<string, string>} definitions
 */
export function cmakeBuild(source, out, libnode, definitions) {
  const version = versionOf(libnode);
  const home = join(out, 'home');
  const headers = join(home, '.cmake-js', `node-${process.arch}`, `v${version}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(headers, '..'), { recursive: true });
  symlinkSync(libnode.nodedir, headers);
  const all = {
    LIBNODE: libnode.library,
    LIBNODE_ABI: String(libnode.abi),
    NODE_ADDON_API: join(root, 'node_modules/node-addon-api'),
    CMAKE_RUNTIME_OUTPUT_DIRECTORY: out,
    CMAKE_LIBRARY_OUTPUT_DIRECTORY: out,
    ...definitions,
  };
  const args = [
    'build',
    ...['--directory', join(root, source), '--out', out, '--runtime', 'node'],
    ...['--runtime-version', version, '--arch', process.arch, '--log-level', 'warn'],
    ...['--prefer-make', '--parallel', '2'],
    ...Object.entries(all).map(([name, value]) => `--CD${name}=${value}`),
  ];
  run(process.execPath, [join(root, 'node_modules/cmake-js/bin/cmake-js'), ...args], {
    env: { ...process.env, HOME: home },
    advice: 'The compiler says above what is wrong.',
  });
}

/** @param {import('../setup/libnode.mjs').Libnode} libnode */
function versionOf(libnode) {
  const header = readFileSync(join(libnode.nodedir, 'include/node/node_version.h'), 'utf8');
  const part = (/** @type {string} */ name) =>
    new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(header)?.[1] ?? '0';
  return `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}`;
}
