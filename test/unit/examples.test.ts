// Every code block of every page is run by a test: one that no test knows fails here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type Block, blocksOf, pages } from '../fixtures/documentation.ts';

const root = resolve(import.meta.dirname, '../..');
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

interface Runner {
  page: RegExp;
  language: string;
  /** How the block begins. */
  starts?: RegExp;
  /** The test that reads the page and runs it. */
  test: string;
  /** What of that test shows that it does. */
  reads: string;
}

/** The first one that fits. */
const runners: Runner[] = [
  {
    page: /^README/,
    language: 'ts',
    test: 'test/daemon/documents/readme.test.ts',
    reads: 'README.md',
  },
  {
    page: /collectd-nodejs\.5/,
    language: 'ts',
    test: 'test/daemon/documents/manual.test.ts',
    reads: 'every example',
  },
  {
    page: /collectd-nodejs\.5/,
    language: '',
    starts: /^Unknown option/,
    test: 'test/daemon/documents/manual.test.ts',
    reads: 'Options of a module',
  },
  {
    page: /porting/,
    language: '(ts|python)',
    test: 'test/daemon/documents/manual.test.ts',
    reads: 'porting.md',
  },
  {
    page: /filters/,
    language: 'ts',
    test: 'test/daemon/documents/manual.test.ts',
    reads: 'filters.md',
  },
  // That they compile, or do not where it says so, is what these show.
  {
    page: /types|network/,
    language: 'ts',
    test: 'test/types/documentation.test.ts',
    reads: 'docs',
  },
  {
    page: /types/,
    language: 'json',
    test: 'test/types/compilers.test.ts',
    reads: 'docs/types.md',
  },
  {
    page: /./,
    language: 'apache',
    test: 'test/daemon/documents/examples.test.ts',
    reads: 'flatMap(blocksOf)',
  },
  {
    page: /^README/,
    language: '',
    starts: /^Initialization/,
    test: 'test/daemon/documents/readme.test.ts',
    reads: 'Initialization',
  },
  {
    page: /^README/,
    language: '',
    starts: /^> /,
    test: 'test/daemon/configuration/interactive-socket.test.ts',
    reads: 'README.md',
  },
  {
    page: /cli/,
    language: '',
    starts: /^ok {6}/,
    test: 'test/cli/doctor.test.ts',
    reads: 'docs/cli.md',
  },
  {
    page: /cli/,
    language: 'ts',
    test: 'test/cli/docs.test.ts',
    reads: 'describe prints',
  },
  {
    page: /cli/,
    language: '',
    starts: /^collectd\.conf:\d+: error: /,
    test: 'test/cli/docs.test.ts',
    reads: 'check --load says',
  },
];

/** Command lines, and what runs them: a test, or what it takes for granted. */
const commands: [line: RegExp, test: string, reads: string][] = [
  [
    /^collectd-nodejs (install|uninstall|doctor|check|describe|explain|run|new)\b/,
    'test/cli/docs.test.ts',
    'docs/cli.md',
  ],
  [
    /^"\$\(command -v node\)" "\$\(command -v collectd-nodejs\)" install/,
    'test/cli/docs.test.ts',
    'docs/install.md',
  ],
  [
    /^(echo '.*' \| )?collectd-nodejs (listen|send)\b/,
    'test/network/documented-commands.test.ts',
    'docs/network.md',
  ],
  [/^collectd-nodejs types /, 'test/types/cli.test.ts', 'docs/types.md'],
  [/^npm install (-g collectd-nodejs|--save-dev)/, 'test/matrix/install.ts', "'install'"],
  [/^apt install .*\.deb$/, 'test/matrix/package.ts', 'deb'],
  [
    /^apt install --no-install-recommends collectd libmnl0 nodejs npm$/,
    'lib/cli/install/snippet.ts',
    'collectd',
  ],
  [/^npm start$/, 'test/daemon/documents/start.test.ts', 'start.mjs'],
  [/^npm test$/, 'package.json', '"test"'],
  [/^cd dice && npm test$/, 'test/cli/new.test.ts', "'test'"],
  [/^mkdir -p \/opt\/collectd\/plugins$/, 'test/matrix/documented/ways.ts', 'README.md'],
  [/^tail -f \/var\/log\/collectd\.log$/, 'test/matrix/documented/ways.ts', 'tail -f'],
  [/^apt update$/, 'test/matrix/documented/ways.ts', 'README.md'],
  // No test has a systemd; doctor names the line.
  [
    /^systemctl restart collectd$/,
    'test/cli/install-running.test.ts',
    'systemctl restart collectd',
  ],
];

function check({ page, line, text }: Block, file: string, reads: string): void {
  const place = `${page}:${line} ${text.split('\n', 1)[0]}`;
  expect(readFileSync(join(root, file), 'utf8'), place).toContain(reads);
}

/** The test files that the arguments of vitest choose, by path and by `-t`. */
function testsOf(args: string): string[] {
  const [, path = '', name = ''] = /^(\S+)(?: -t "([^"]+)")?$/.exec(args) ?? [];
  const file = join(root, path);
  if (path === '' || !existsSync(file)) return [];
  const files = statSync(file).isFile()
    ? [file]
    : readdirSync(file, { recursive: true }).map((one) => join(file, String(one)));
  return files.filter(
    (one) => one.endsWith('.test.ts') && readFileSync(one, 'utf8').includes(name),
  );
}

function checkShell(block: Block): void {
  for (const line of block.text.trim().split('\n')) {
    const command = line
      .replace(/\s+# .*/, '')
      .replace(/^sudo /, '')
      .trim();
    const [, script] = /^npm run ([\w:]+)/.exec(command) ?? [];
    if (script !== undefined) {
      expect(scripts).toContain(script);
      continue;
    }
    const [, tests] = /^npx vitest run (.+)$/.exec(command) ?? [];
    if (tests !== undefined) {
      expect(scripts).toContain('test');
      expect(testsOf(tests), `${block.page}:${block.line}: ${line}`).not.toEqual([]);
      continue;
    }
    const known = commands.find(([pattern]) => pattern.test(command));
    expect(known, `${block.page}:${block.line}: no test runs ${line}`).toBeDefined();
    if (known !== undefined) check(block, known[1], known[2]);
  }
}

/** Of architecture.md and what is below it: drawings. */
const isDrawing = ({ language, text }: Block): boolean =>
  language === 'mermaid' || (language === '' && /[─►▼]/.test(text));

test.each(pages())('%s', (page) => {
  for (const block of blocksOf(page)) {
    if (isDrawing(block)) continue;
    if (block.language === 'sh') {
      checkShell(block);
      continue;
    }
    const runner = runners.find(
      (one) =>
        one.page.test(block.page) &&
        new RegExp(`^${one.language}$`).test(block.language) &&
        (one.starts?.test(block.text) ?? true),
    );
    expect(runner, `${page}:${block.line}: no test runs this block`).toBeDefined();
    if (runner !== undefined) check(block, runner.test, runner.reads);
  }
});
