// @ts-check
// Functions of TypeScript and JavaScript that are too long; clang-tidy finds those of C and C++.
// Biome's rule takes the functions inside of a function out of the count, so it misses some.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isScript } from './tree.mjs';

const MOST_LINES = 60;

/**
 * Tests describe themselves in functions of any length.
 * @param {string} root
 * @param {string[]} files
 * @returns {string[]}
 */
export function functionFaults(root, files) {
  return files
    .filter((file) => isScript(file) && !file.startsWith('test/'))
    .flatMap((file) => longFunctions(file, readFileSync(join(root, file), 'utf8')));
}

/**
 * @param {string} file
 * @param {string} text
 */
function longFunctions(file, text) {
  if (text.split('\n').length <= MOST_LINES) return [];
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (/** @type {number} */ at) => tree.getLineAndCharacterOfPosition(at).line + 1;
  /** @type {string[]} */
  const faults = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isFunctionLike(node)) {
      const line = lineOf(node.getStart(tree));
      const lines = lineOf(node.end) - line + 1;
      if (lines > MOST_LINES) {
        faults.push(
          `${file}:${line} ${node.name?.getText(tree) ?? 'a function'} has ${lines} lines, and at most ${MOST_LINES} are allowed. Take a part out that has a name of its own.`,
        );
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return faults;
}
