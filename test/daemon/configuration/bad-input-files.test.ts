// Files that are missing, ambiguous, unreadable or damaged: found out before Node is loaded.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, logged, refuse, temporary } from '../fixtures/plugin.ts';
import { pluginDir } from '../harness/index.ts';

const here = 'in <Plugin nodejs>';
const extensions = '{ts,mts,cts,js,mjs,cjs}';

/** Where a shipped plugin of that name would be. */
const shipped = (file: string) => join(pluginDir, `nodejs/plugins/${file}.js`);

/** Two directories to look in, below <dir>; b is searched first. */
const paths = (dir: string) => `ModulePath "${dir}/plugins/a"\nModulePath "${dir}/plugins/b"\n`;

describe('Import', () => {
  test('without a ModulePath above it', () =>
    refuse(
      (dir) => `Import "x"\nModulePath "${dir}/plugins"`,
      `Import "x" ${here}: there is no ModulePath above it to look in, and no shipped plugin ${shipped('x')}. Add one, or give an absolute path.`,
      { files: { 'x.ts': '' } },
    ));

  test('of what is nowhere says where it looked', () =>
    refuse(
      (dir) => `${paths(dir)}Import "nope"\nImport "some.where"\nImport "x.ts"`,
      (dir) => {
        const where = (file: string) =>
          `in ${dir}/plugins/b, ${dir}/plugins/a, and for the shipped plugin ${shipped(file)}`;
        const end = 'Correct the name, or the ModulePath above it.';
        const looked = (file: string) =>
          `no such module. Looked for ${file}.${extensions}, ${file}/package.json, ${file}/index.${extensions}, node_modules/`;
        return [
          `Import "nope" ${here}: ${looked('nope')}nope ${where('nope')}. ${end}`,
          `Import "some.where" ${here}: ${looked('some/where')}some.where ${where('some/where')}. ${end}`,
          `Import "x.ts" ${here}: ${looked('x/ts')}x.ts ${where('x/ts')}. Leave out ".ts". ${end}`,
        ];
      },
      { files: { 'a/x.ts': '', 'b/y.txt': '' } },
    ));

  test('of two files in one directory names both', () =>
    refuse(
      (dir) => `${paths(dir)}Import "y"\nImport "z"\nImport "${dir}/plugins/a/w"`,
      (dir) => {
        const two = (first: string, second: string) =>
          `there are two: ${dir}/plugins/${first} and ${dir}/plugins/${second}. Remove one, or name one by its absolute path.`;
        return [
          `Import "y" ${here}: ${two('a/y.ts', 'a/y.js')}`,
          `Import "z" ${here}: ${two('b/z.mjs', 'b/z/index.ts')}`,
          `Import "${dir}/plugins/a/w" ${here}: ${two('a/w.cts', 'a/w')}`,
        ];
      },
      {
        files: {
          'a/y.ts': '',
          'a/y.js': '',
          'b/z.mjs': '',
          'b/z/index.ts': '',
          'a/w.cts': '',
          'a/w/package.json': '{}',
        },
      },
    ));

  test('twice of one file, or of two that <Module> could not tell apart', () =>
    refuse(
      (dir) => `${paths(dir)}Import "x"
Import "x"
Import "${dir}/plugins/b/x.ts"
<Import "X">
  Interval 5
</Import>
Import "${dir}/plugins/a/x.js"`,
      (dir) => {
        const file = `${dir}/plugins/b/x.ts is imported already, by Import "x". Remove one of them.`;
        const name = `Import "x" has the same module name, "x", so that <Module> blocks could not tell them apart. Rename one of the modules.`;
        return [
          `Import "x" ${here}: ${file}`,
          `Import "${dir}/plugins/b/x.ts" ${here}: ${file}`,
          `<Import "X"> ${here}: ${name}`,
          `Import "${dir}/plugins/a/x.js" ${here}: ${name}`,
        ];
      },
      { files: { 'b/x.ts': '', 'a/X.ts': '', 'a/x.js': '' } },
    ));

  test('of no name, of types only, or of an absolute path that leads nowhere', () =>
    refuse(
      (dir) => `${paths(dir)}Import "../a/x"
Import "."
Import "a//x"
Import "${dir}/plugins/a/t.d.ts"
Import "t"
Import "${dir}/plugins/a/nope"
Import "/"`,
      (dir) => {
        const noName = `not the name of a module. Write it like "name", "directory.name" or "@scope/package", or as an absolute path.`;
        const nowhere = `no such module. Looked for that file, and with .${extensions}, /package.json, /index.${extensions} added. Correct the path.`;
        return [
          ...['../a/x', '.', 'a//x'].map((name) => `Import "${name}" ${here}: ${noName}`),
          `Import "${dir}/plugins/a/t.d.ts" ${here}: it only declares types. Name the module itself.`,
          `Import "t" ${here}: no such module. Looked for t.${extensions}, t/package.json, t/index.${extensions}, node_modules/t in ${dir}/plugins/b, ${dir}/plugins/a, and for the shipped plugin ${shipped('t')}. Correct the name, or the ModulePath above it.`,
          `Import "${dir}/plugins/a/nope" ${here}: ${nowhere}`,
          `Import "/" ${here}: ${nowhere}`,
        ];
      },
      { files: { 'a/x.ts': '', 'a/t.d.ts': '', 'b/y.ts': '' } },
    ));
});

describe('what every user may write', () => {
  const warning = (path: string) =>
    `nodejs plugin: Every user of this machine may write to ${path}, and what stands there runs with the rights of collectd. Take that right away: chmod o-w.`;

  async function warnings(open: Record<string, number>): Promise<{ dir: string; lines: string[] }> {
    const dir = temporary({ 'a/x.ts': '', 'a/y.ts': '' });
    for (const [name, mode] of Object.entries(open)) chmodSync(join(dir, name), mode);
    const ending = await check(`ModulePath "${dir}/a"\nImport "x"\nImport "y"`);
    expect(ending.status, ending.log).toBe(0);
    return { dir, lines: logged(ending.log, 'warning') };
  }

  test('one warning for a directory, though the modules are open, too', async () => {
    const { dir, lines } = await warnings({ a: 0o777, 'a/x.ts': 0o666 });
    expect(lines).toEqual([warning(`${dir}/a`)]);
  });

  test('one warning for the first of the modules', async () => {
    const { dir, lines } = await warnings({ 'a/x.ts': 0o646, 'a/y.ts': 0o646 });
    expect(lines).toEqual([warning(`${dir}/a/x.ts`)]);
  });

  test('none for a directory like /tmp', async () => {
    expect((await warnings({ a: 0o1777, 'a/x.ts': 0o664 })).lines).toEqual([]);
  });
});
