// @ts-check
// The record of a commit: one line for each test file that has finished, appended at once, so that
// an interruption loses only the files in progress.
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @typedef {'one-core' | 'busy'} Mode
 * @typedef {{ test: string, message: string }} Failure
 * @typedef {object} Result
 * @property {Mode} mode
 * @property {number} round  from 1
 * @property {string} file  '' for a failure outside of all files
 * @property {number} jobs  how many files ran at a time
 * @property {number} [core]  of the mode one-core
 * @property {number} beside  how many other rounds ran at the same time
 * @property {string} ended
 * @property {number} seconds
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {Failure[]} failures
 */

/** @type {Mode[]} */
export const MODES = ['one-core', 'busy'];

/**
 * @param {string} path
 * @param {Result} result
 */
export function append(path, result) {
  appendFileSync(path, `${JSON.stringify(result)}\n`);
}

/**
 * A line without its end was being written when the machine stopped.
 * @param {string} path
 * @returns {Result[]}
 */
export function read(path) {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/**
 * Makes the record ready for being continued.
 * @param {string} path
 */
export function open(path) {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) return;
  truncateSync(path, readFileSync(path).lastIndexOf('\n') + 1);
}
