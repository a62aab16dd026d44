// Which files npm run lint gives to clang-tidy, and how.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changedFiles } from '../../scripts/tidy/changed.mjs';
import { flagsFor } from '../../scripts/tidy/flags.mjs';
import { allSources, sourcesOf } from '../../scripts/tidy/sources.mjs';

const root = resolve(import.meta.dirname, '../..');

describe('changed files', () => {
  function repository() {
    const dir = mkdtempSync(join(tmpdir(), 'tidy-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
        cwd: dir,
        // Whoever runs this may sign commits, or have hooks for them.
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
        stdio: 'pipe',
      });
    const write = (name: string) => writeFileSync(join(dir, name), `${Math.random()}\n`);
    const commit = (name: string) => {
      write(name);
      git('add', '.');
      git('commit', '-qm', name);
    };
    git('init', '-q', '-b', 'main');
    commit('first.cc');
    commit('second.cc');
    return { dir, git, write, commit };
  }

  test('on main, without an upstream branch: those of the last commit', () => {
    const { dir, write } = repository();
    expect(changedFiles(dir)).toEqual(['second.cc']);
    write('first.cc');
    write('new.cc');
    expect(changedFiles(dir)).toEqual(['first.cc', 'new.cc', 'second.cc']);
  });

  test('on a branch: those that main does not have', () => {
    const { dir, git, commit } = repository();
    git('checkout', '-qb', 'branch');
    expect(changedFiles(dir)).toEqual(['second.cc']);
    commit('third.cc');
    commit('fourth.cc');
    git('rm', '-q', 'first.cc');
    git('commit', '-qm', 'one less');
    expect(changedFiles(dir)).toEqual(['fourth.cc', 'third.cc']);
  });

  test('with an upstream branch: those that it does not have', () => {
    const { dir, git, commit } = repository();
    git('branch', 'upstream');
    commit('third.cc');
    commit('fourth.cc');
    git('branch', '-q', '--set-upstream-to=upstream');
    expect(changedFiles(dir)).toEqual(['fourth.cc', 'third.cc']);
  });
});

test('headers are read with the source of their name, or one that includes them', () => {
  expect(sourcesOf(['native/core/queue/ring.h', 'native/core/queue/ring.cc'])).toEqual([
    'native/core/queue/ring.cc',
  ]);
  expect(sourcesOf(['native/shim/text.h'])).toEqual(['native/shim/text.c']);
  const [source = ''] = sourcesOf(['native/core/lockable.h']);
  expect(readFileSync(join(root, source), 'utf8')).toContain('#include "core/lockable.h"');
  expect(sourcesOf(['README.md', 'native/none.cc', 'native/test/check.h'])).toEqual([]);
});

test('everything that is compiled is read when all is', () => {
  const all = allSources();
  expect(all).toContain('native/shim/plugin.c');
  expect(all).toContain('native/lifecycle/entry.cc');
  expect(all.filter((file) => file.startsWith('native/test/'))).toEqual([]);
});

test('C has no headers of Node', () => {
  const libnode = { abi: 108, nodedir: '/n', library: '', installed: true };
  expect(flagsFor('native/shim/plugin.c', libnode).join(' ')).toMatch(/^-std=gnu11 (?!.*\/n\/)/);
  expect(flagsFor('native/node/worker.cc', libnode)).toEqual(
    expect.arrayContaining(['-std=c++20', '/n/include/node', '-DNODEJS_ABI=108']),
  );
});
