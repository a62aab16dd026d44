// @ts-check
// Which files somebody is working on: changed in the work tree, or in commits that the upstream
// branch does not have. On a branch without one, main is what it is compared with, and on main
// itself the last commit counts.
import { ask, root } from '../setup/run.mjs';

/**
 * @param {string} [directory]  of a git repository
 * @returns {string[]}  from the top
 */
export function changedFiles(directory = root) {
  const git = (/** @type {string[]} */ ...args) =>
    ask('git', args, { cwd: directory }).stdout.trim();
  const changed = lines(git('diff', '--name-only', '--diff-filter=d', base(git)));
  const untracked = lines(git('ls-files', '--others', '--exclude-standard'));
  return [...new Set([...changed, ...untracked])].sort();
}

/**
 * The commit to compare with.
 * @param {(...args: string[]) => string} git
 */
function base(git) {
  const head = git('rev-parse', 'HEAD');
  for (const branch of ['@{upstream}', 'origin/main', 'main']) {
    const common = git('merge-base', 'HEAD', branch);
    if (common !== '' && common !== head) return common;
  }
  return git('rev-parse', '--verify', '--quiet', 'HEAD~1') || head;
}

/** @param {string} text */
function lines(text) {
  return text.split('\n').filter(Boolean);
}
