// Small TypeScript projects that know of this package what its users' know: what was built.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { start } from '../network/process.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the build leaves what editors need. */
export const declarations = join(root, 'dist/collectd/nodejs');

/**
 * The packages of the compilers that authors may have: the oldest that reads the declarations,
 * that of this project, and the native one.
 */
export const compilers = ['typescript-5.4', 'typescript', 'typescript-7'] as const;
export type Compiler = (typeof compilers)[number];

/** A tsconfig.json as docs/types.md tells people to write it; the first one is that with the package. */
export function documentedConfig(index: number): { compilerOptions: object; include?: string[] } {
  const text = readFileSync(join(root, 'docs/types.md'), 'utf8');
  const [, json = ''] = [...text.matchAll(/^```json\n(.*?)^```$/gms)][index] ?? [];
  return JSON.parse(json.replaceAll('/home/pi/collectd-nodejs/', root)) as {
    compilerOptions: object;
    include?: string[];
  };
}

export interface Project {
  /** Names and texts. */
  readonly files: Readonly<Record<string, string>>;
  /** As in tsconfig.json. */
  readonly types?: readonly string[];
  readonly include?: readonly string[];
  /** Instead of all that. */
  readonly config?: object;
  /** The package that is @types/node; default: that one. */
  readonly nodeTypes?: string;
}

/** A directory of its own, gone when the test has finished. */
export function project({
  files,
  types = [],
  include = [],
  config,
  nodeTypes = '@types/node',
}: Project): string {
  const dir = mkdtempSync(join(tmpdir(), 'collectd-types-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'node_modules/@types'), { recursive: true });
  symlinkSync(root, join(dir, 'node_modules/collectd-nodejs'));
  symlinkSync(join(root, 'node_modules', nodeTypes), join(dir, 'node_modules/@types/node'));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023'],
    types,
    skipLibCheck: false,
  };
  const own = { compilerOptions, include: ['*.ts', ...include] };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config ?? own));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

/** This directory's files of what the compiler takes and what it refuses. */
export function copyTypeTests(dir: string): void {
  for (const name of ['accepted.ts', 'declared.ts', 'refused.ts']) {
    copyFileSync(join(root, 'test/types', name), join(dir, name));
  }
}

/** What tsc has to say. */
export async function compile(dir: string, compiler: Compiler = 'typescript'): Promise<string> {
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  const program = start([tsc, '-p', dir]);
  await program.status(170);
  return program.stdout().replaceAll(/^.*\/(?=[\w.-]+\.ts\()/gm, '');
}
