/** The JavaScript that Debian's libnode reads while it starts: as native/shim/find/node_files.c has it. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface NodeFile {
  readonly path: string;
  /** Debian's, which a libnode depends on. */
  readonly package: string;
  /** None: every ABI. */
  readonly abis: readonly number[];
}

const WITH_LEXER = [108, 109, 115, 127];
const nodeFiles: readonly NodeFile[] = [
  { path: '/usr/share/nodejs/undici/undici-fetch.js', package: 'node-undici', abis: [] },
  { path: '/usr/share/nodejs/acorn/dist/acorn.js', package: 'node-acorn', abis: [] },
  { path: '/usr/share/nodejs/acorn-walk/dist/walk.js', package: 'node-acorn', abis: [] },
  {
    path: '/usr/share/nodejs/cjs-module-lexer/lexer.js',
    package: 'node-cjs-module-lexer',
    abis: WITH_LEXER,
  },
  {
    path: '/usr/share/nodejs/cjs-module-lexer/dist/lexer.js',
    package: 'node-cjs-module-lexer',
    abis: WITH_LEXER,
  },
  {
    path: '/usr/share/nodejs/minimatch/dist/cjs/index.bundle.js',
    package: 'node-minimatch',
    abis: [115],
  },
];

/** Those that this libnode needs and that cannot be read. */
export function missingNodeFiles(libnode: string, abi: number, root: string): NodeFile[] {
  const absent = nodeFiles.filter(
    ({ path, abis }) => (abis.length === 0 || abis.includes(abi)) && !canRead(join(root, path)),
  );
  if (absent.length === 0) return [];
  // Other distributions build these scripts in.
  const content = tryRead(libnode);
  if (content === undefined) return absent;
  return absent.filter(({ path }) => content.includes(`${path}\0`, 0, 'latin1'));
}

/** To follow the path of the libnode in a sentence. */
export function describeMissing(missing: readonly NodeFile[]): string {
  const packages = [...new Set(missing.map((one) => one.package))].join(' ');
  const paths = missing.map(({ path }) => path).join(', ');
  return `needs files that are missing or cannot be read (apt install --reinstall ${packages}): ${paths}`;
}

function canRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function tryRead(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
