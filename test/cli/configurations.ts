// Configurations, good and bad, for collectd itself and for `check`: what follows the head of
// the daemon tests' harness, and the files beside it.
import { REFUSED } from '../../lib/cli/check/node-options.ts';
import { bare } from '../daemon/fixtures/plugin.ts';
import { nodejs } from '../daemon/harness/index.ts';

export interface Configuration {
  readonly name: string;
  readonly text: (dir: string) => string;
  /** Below the directory. */
  readonly files?: Readonly<Record<string, string>>;
}

const of = (
  name: string,
  text: string | ((dir: string) => string),
  files: Readonly<Record<string, string>> = {},
): Configuration => ({ name, text: typeof text === 'string' ? () => text : text, files });

/** In a `<Plugin nodejs>` block with a ModulePath, where x.ts is a module. */
const lines = (
  name: string,
  text: string | ((dir: string) => string),
  files: Readonly<Record<string, string>> = {},
): Configuration =>
  of(name, (dir) => nodejs(dir, typeof text === 'string' ? text : text(dir)), {
    'plugins/x.ts': 'export {};',
    ...files,
  });

const grammar: readonly Configuration[] = [
  of('comments', '# one\n  LoadPlugin load # two\n#three "\n'),
  of('carriage returns', 'LoadPlugin load\r\n<Plugin "x">\r\n A 1\r\n</Plugin>\r\n'),
  of('a continued line', 'LoadPlugin \\\n  load\n'),
  of('a continued string', 'LoadPlugin load\n<Plugin x>\nA "one \\\n   two\\\nthree"\n</Plugin>\n'),
  of('a continued string that ends at once', '<Plugin x>\nA "one \\\n"\nB 1\n</Plugin>\n'),
  of('escapes', '<Plugin x>\nA "a\\"b\\\\c\\d"\n</Plugin>\n'),
  of('a string over two lines', '<Plugin x>\nA "one\ntwo"\n</Plugin>\n'),
  of('a string without end', '<Plugin x>\nA "one\n</Plugin>\n'),
  of('numbers', '<Plugin x>\nA 1 -2 +3 0x1F 010 .5 1.5e+3 -0.25e-2\n</Plugin>\n'),
  of('no numbers', '<Plugin x>\nA 1.\n</Plugin>\n'),
  of('an exponent without sign', '<Plugin x>\nA 1.5e3\n</Plugin>\n'),
  of('addresses', '<Plugin x>\nA 127.0.0.1 127.0.0.1:80 ::1 [fe80::1]:25826 1::2:3\n</Plugin>\n'),
  of('booleans', '<Plugin x>\nA true false yes no on off True onward\n</Plugin>\n'),
  of('a boolean as key', '<Plugin x>\non 1\n</Plugin>\n'),
  of('a number as key', '<Plugin x>\n12 1\n</Plugin>\n'),
  of('a word that begins with a digit', '<Plugin x>\n12a 1\n</Plugin>\n'),
  of('a path without quotes', 'BaseDir /tmp/x\n'),
  of('a word with a dash', '<Plugin x>\nSome-Key 1\n</Plugin>\n'),
  of('a key without a value', '<Plugin x>\nKey\n</Plugin>\n'),
  of('an empty block', '<Plugin x>\n</Plugin>\n'),
  of('a block without a name', '<>\n</>\n'),
  of('a block that is not closed', '<Plugin x>\nA 1\n'),
  of('a block that is closed by another name', '<Plugin x>\nA 1\n</plugin>\n'),
  of('an end without a block', 'LoadPlugin load\n</Plugin>\n'),
  of('nested blocks', '<Plugin x>\n<A 1 "2">\n<B>\nC 1\n</B>\n</A>\n</Plugin>\n'),
  of('text after a block', '<Plugin x> A 1\n</Plugin>\n'),
  of('two statements in a line', 'LoadPlugin load LoadPlugin cpu\n'),
  of('spaces in the tags', '< Plugin x >\n A 1\n< / Plugin >\n'),
];

const daemon: readonly Configuration[] = [
  of('an unknown plugin', 'LoadPlugin no_such_plugin\n'),
  of('a plugin in other letters', 'LoadPlugin LOAD\n'),
  of('LoadPlugin with two names', 'LoadPlugin load cpu\n'),
  of('LoadPlugin as a block', '<LoadPlugin load>\nInterval 5\n</LoadPlugin>\n'),
  of('PluginDir with a number', 'PluginDir 5\n'),
  of('PluginDir that has nothing', (dir) => `PluginDir "${dir}"\nLoadPlugin load\n`),
  of('a global option with two values', 'WriteThreads 1 2\n'),
  of('an unknown global option', 'NoSuchOption 1\n'),
  of('AutoLoadPlugin', 'AutoLoadPlugin true\n<Plugin load>\nReportRelative true\n</Plugin>\n'),
  of('AutoLoadPlugin of what there is not', 'AutoLoadPlugin true\n<Plugin x>\nA 1\n</Plugin>\n'),
  of('a block without LoadPlugin', '<Plugin nodejs>\nWorkers 0\n</Plugin>\n'),
  of('nodejs without a block', () => bare('').replace(/<Plugin[^]*/, '')),
];

const included: readonly Configuration[] = [
  of('Include', (dir) => `Include "${dir}/inc.conf"\n`, { 'inc.conf': 'LoadPlugin load\n' }),
  of('Include of a broken file', (dir) => `Include "${dir}/inc.conf"\n`, { 'inc.conf': 'Load\n' }),
  of('Include of nothing', (dir) => `Include "${dir}/nothing.conf"\n`),
  of('Include of a pattern', (dir) => `Include "${dir}/inc/[ab]*.conf"\n`, {
    'inc/a.conf': 'LoadPlugin load\n',
    'inc/b2.conf': 'LoadPlugin no_such_plugin\n',
  }),
  of('Include of a pattern that matches a broken file', (dir) => `Include "${dir}/inc/*"\n`, {
    'inc/a.conf': 'Load\n',
  }),
  of('Include of a directory with a broken file', (dir) => `Include "${dir}/inc"\n`, {
    'inc/a.conf': 'Load\n',
    'inc/b.conf': 'LoadPlugin load\n',
    'inc/.hidden': 'LoadPlugin no_such_plugin\n',
  }),
  of('Include with Filter', (dir) => `<Include "${dir}/inc">\nFilter "*.conf"\n</Include>\n`, {
    'inc/a.conf': 'LoadPlugin load\n',
    'inc/b.txt': 'LoadPlugin no_such_plugin\n',
  }),
  of(
    'Include of a pattern with a Filter that does not match',
    (dir) => `<Include "${dir}/inc/*">\nFilter "*.conf"\n</Include>\n`,
    { 'inc/a.conf': 'LoadPlugin load\n', 'inc/b.txt': 'LoadPlugin load\n' },
  ),
  of('Include with a number', 'Include 5\nLoadPlugin load\n'),
  of('Include in a block', '<Plugin x>\nInclude "/no/such"\n</Plugin>\n'),
  of('Include of itself', (dir) => `Include "${dir}/loop.conf"\n`, {
    'loop.conf': 'Include "./loop.conf"\n',
  }),
  of('Include with a command', 'Include "$(echo /etc)"\n'),
  of('Include with a variable', (dir) => `Include "${dir}/$NO_SUCH_VARIABLE/inc.conf"\n`, {
    'inc.conf': 'LoadPlugin no_such_plugin\n',
  }),
  of('Include with a blank in quotes', (dir) => `Include "'${dir}/a b.conf'"\n`, {
    'a b.conf': 'LoadPlugin no_such_plugin\n',
  }),
  of('the block in an included file', (dir) => `${bare('')}Include "${dir}/inc.conf"\n`, {
    'inc.conf': '<Plugin nodejs>\nWorkers 0\n</Plugin>\n',
  }),
];

const options: readonly Configuration[] = [
  lines('a module', 'Import "x"\nLogTraces "yes"\nOnError exit\n<Module x>\nA 1\n</Module>'),
  lines('options in other letters', 'import "x"\nlogtraces true'),
  lines('Workers 0', 'Workers 0'),
  lines('an unknown option', 'Import "x"\nFoo 1'),
  lines('a long value', `Workers "${'a'.repeat(200)}"`),
  lines('a block that is a line', '<Workers 4>\nA 1\n</Workers>'),
  lines('no such module', 'Import "nope"'),
  lines('a shipped plugin', 'Import "print"'),
  of('a shipped plugin without a ModulePath', () => bare('Import "print"')),
  of('no such module without a ModulePath', () => bare('Import "nope"')),
  lines('a module of the name of a shipped plugin', 'Import "print"', {
    'plugins/print.ts': 'export {};',
  }),
  lines('with its extension', 'Import "x.ts"'),
  lines('not a name', 'Import "../x"'),
  lines('twice', (dir) => `Import "x"\nImport "${dir}/plugins/x.ts"`),
  lines('two of a name', (dir) => `Import "x"\nImport "${dir}/other/X.ts"`, {
    'other/X.ts': 'export {};',
  }),
  lines('two files', 'Import "x"', { 'plugins/x.js': '' }),
  lines('only types', (dir) => `Import "${dir}/plugins/d.d.ts"`, { 'plugins/d.d.ts': '' }),
  lines('a dotted name', 'Import "a.b"', { 'plugins/a/b.ts': 'export {};' }),
  lines('an index', 'Import "a"', { 'plugins/a/index.mts': 'export {};' }),
  lines('a package', 'Import "p"', {
    'plugins/node_modules/p/package.json': '{ "main": "main.js" }',
    'plugins/node_modules/p/main.js': '',
  }),
  lines('a package without its file', 'Import "p"', {
    'plugins/p/package.json': '{ "main": "main.js" }',
  }),
  lines('a package.json that is none', 'Import "p"', { 'plugins/p/package.json': '{ "main": ' }),
  lines('a ModulePath that is a file', (dir) => `ModulePath "${dir}/plugins/x.ts"\nImport "x"`),
  lines('options of an Import', '<Import "x">\nInterval 5\nWorker "w"\n</Import>'),
  lines('a wrong option of an Import', '<Import "x">\nInterval 0\n</Import>'),
  lines('limits', 'Timeout 30\nHeapLimit 64\nStatistics true\nImport "x"'),
  lines('a limit of an Import', '<Import "x">\nTimeout 30.5\nHeapLimit 32\n</Import>'),
  lines('too small a HeapLimit', '<Import "x">\nHeapLimit 15\n</Import>'),
  lines('half a HeapLimit', 'HeapLimit 64.5\nImport "x"'),
  lines('Statistics that are no boolean', 'Statistics 1\nImport "x"'),
  lines('a heap option of V8', 'NodeOption "--max_old-space-size=64"\nImport "x"'),
  lines(
    'options of the node program',
    [...REFUSED.map(([name]) => `NodeOption "${name.replace('*', '')}=x"`), 'Import "x"'].join(
      '\n',
    ),
  ),
  lines(
    'the opposites of such options',
    [
      ...REFUSED.map(([name]) => `NodeOption "${name.replace('*', '').replace(/^--/, '--no_')}"`),
      'NodeOption "--report_signal=SIGUSR2"',
      'NodeOption "--report-signal=SIGHUP"',
      'Import "x"',
    ].join('\n'),
  ),
  lines('a profile that nothing would write', 'NodeOption "--cpu-prof"\nImport "x"'),
  lines(
    'a file that Node loads before',
    (dir) => `NodeOption "--require=${dir}/pre.js"\nImport "x"`,
    {
      'pre.js': '',
    },
  ),
  lines('a LibNode that is none', 'LibNode "/etc/passwd"\nImport "x"'),
  lines('a LibNode without an Import', 'LibNode "/etc/passwd"'),
];

const sources: readonly Configuration[] = [
  lines('a syntax error', 'Import "y"', { 'plugins/y.ts': '\nconst a: = 1;' }),
  lines('a syntax error that only V8 sees', 'Import "y"', {
    'plugins/y.ts': 'const a = 1;\nconst a = 2;\n',
  }),
  lines('TypeScript that cannot be run', 'Import "y"', {
    'plugins/y.ts': 'function d() {}\n@d class A {}\n',
  }),
  lines('JavaScript with an error', 'Import "y"', { 'plugins/y.js': 'function (' }),
  lines('an ES module', 'Import "y"', {
    'plugins/y.mjs': "import fs from 'node:fs'; fs.statSync;",
  }),
  lines('top-level await', 'Import "y"', { 'plugins/y.ts': 'await 1; export {};' }),
  lines('a helper with an error', 'Import "y"', {
    'plugins/y.ts': "import './z.ts';",
    'plugins/z.ts': '1 +;',
  }),
  lines('a helper that is not there', 'Import "y"', { 'plugins/y.ts': "import './z.ts';" }),
  lines('a helper by its later name', 'Import "y"', {
    'plugins/y.ts': "import { z } from './z.js'; z;",
    'plugins/z.ts': 'export const z: number = 1;',
  }),
];

export const configurations = { grammar, daemon, included, options, sources };
