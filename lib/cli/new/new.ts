/** `collectd-nodejs new`: the start of a plugin, with a test that passes. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { newDirectory } from '../named-paths.ts';
import { onlyOne, parseArguments, UsageError, wrongValue } from '../options.ts';
import { CommandError, print, printJson } from '../output.ts';
import { projectFiles } from './project-files.ts';

export const NEW_USAGE = `collectd-nodejs new [options] <name>
  Makes a directory with a plugin of that name: TypeScript, a test, a piece of
  collectd.conf and a README.
  --dir DIR           where; default: the name itself
  --json              say what was written as an object`;

export const NEW_OPTIONS = { dir: { type: 'string' }, json: { type: 'boolean' } } as const;

const NPM_REFUSES = 'npm installs no package as a dependency of itself, and plugins depend on it';

/** Why a plugin with such a name would not work. */
const TAKEN: Readonly<Record<string, string>> = {
  'collectd-nodejs': NPM_REFUSES,
  typescript: NPM_REFUSES,
  node_modules: 'npm keeps packages in directories of that name',
  interactive: 'the option Interactive has a module of that name',
};

export function create(args: string[]): number {
  const { values, positionals } = parseArguments('new', args, NEW_OPTIONS);
  const given = onlyOne(positionals);
  if (given === undefined) throw new UsageError(`which name?\n\n${NEW_USAGE}`);
  const name = given === '' ? given : basename(resolve(given));
  // It is the name of a file, an npm package, an Import and a <Module> block.
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) {
    throw new UsageError(
      `"${name}" cannot be the name of a plugin: lower-case letters, digits, "_" and "-", a letter first`,
    );
  }
  const taken = Object.hasOwn(TAKEN, name) ? TAKEN[name] : undefined;
  if (taken !== undefined) {
    throw new UsageError(`"${name}" cannot be the name of a plugin: ${taken}. Choose another name`);
  }
  if (values.dir !== undefined) checkDir(values.dir);
  const dir = resolve(values.dir ?? given);
  if (existsSync(dir) && !isEmptyDirectory(dir))
    throw new CommandError(`${dir} exists already. Choose another --dir.`);
  const files = projectFiles(name, dir);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text, { flag: 'wx' });
  }
  if (values.json) printJson({ name, dir, files: Object.keys(files) });
  else {
    for (const path of Object.keys(files)) print(`${dir}/${path}`);
    const where = /^[\w./@+-]+$/.test(dir) ? dir : `'${dir.replaceAll("'", "'\\''")}'`;
    print(`Next: cd ${where} && npm test`);
  }
  return 0;
}

function checkDir(dir: string): void {
  newDirectory('--dir', dir);
  if (existsSync(dir) && !isEmptyDirectory(dir))
    throw wrongValue(
      '--dir',
      'an empty directory, or the path of a new one',
      dir,
      'it is not empty',
    );
}

const isEmptyDirectory = (path: string): boolean =>
  statSync(path).isDirectory() && readdirSync(path).length === 0;
