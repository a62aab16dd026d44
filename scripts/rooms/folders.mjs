// @ts-check
// How files lie in their rooms: names, sizes, and that every folder is in a room.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { roomOf } from './find-room.mjs';
import { isGenerated, isNative } from './tree.mjs';

/** @typedef {import('./plan.mjs').Plan} Plan */

const MOST_FILES = 22;
const MOST_LINES = 400;
const NAMELESS = /^(utils?|helpers?|common|misc)\.\w+$/;
const isTest = (/** @type {string} */ folder) => /^(native\/)?test(\/|$)/.test(folder);

/**
 * @param {string} root
 * @param {Plan} plan
 * @param {string[]} files
 * @returns {string[]}
 */
export function folderFaults(root, plan, files) {
  const written = files.filter((file) => !isGenerated(readFileSync(join(root, file), 'utf8')));
  return [
    ...roomlessFolders(plan, files),
    ...emptyRooms(plan, files),
    ...fullFolders(written),
    ...written.flatMap((file) => fileFaults(root, file)),
  ];
}

/**
 * @param {Plan} plan
 * @param {string[]} files
 */
function roomlessFolders(plan, files) {
  const lost = files.filter((file) => roomOf(plan, file) === undefined);
  return [...new Set(lost.map(posix.dirname))].map((folder) => {
    if (!folder.includes('/') && plan.rooms.some(({ path }) => path.startsWith(`${folder}/`))) {
      const names = lost.filter((file) => posix.dirname(file) === folder);
      return `${names.join(', ')}: ${folder}/ holds rooms, and no files of its own${folder === 'lib' ? ' but index.ts' : ''}. Move it into one of them.`;
    }
    return `The folder ${folder} is in no room: enter it in rooms.json, with the sentence that says its idea, its floor, and the rooms that it may import.`;
  });
}

/**
 * @param {Plan} plan
 * @param {string[]} files
 */
function emptyRooms(plan, files) {
  const paths = new Set(files.map((file) => roomOf(plan, file)?.path));
  const taken = [...paths].filter((path) => path !== undefined);
  return plan.rooms
    .filter(({ path }) => !taken.some((one) => one === path || matches(path, one)))
    .map(
      ({ path }) =>
        `rooms.json has a room ${path}, but there is no source file in it. Take it out.`,
    );
}

/**
 * @param {string} path
 * @param {string} room
 */
function matches(path, room) {
  return path.endsWith('*') && room.startsWith(path.slice(0, -1));
}

/** @param {string[]} files */
function fullFolders(files) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const folder of files.map(posix.dirname)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return [...counts]
    .filter(([folder, count]) => count > MOST_FILES && !isTest(folder))
    .map(
      ([folder, count]) =>
        `${folder} has ${count} source files, and at most ${MOST_FILES} are allowed in a folder. Divide it by ideas.`,
    );
}

/**
 * @param {string} root
 * @param {string} file
 */
function fileFaults(root, file) {
  const faults = [];
  const name = posix.basename(file);
  if (NAMELESS.test(name))
    faults.push(`${file}: a file called ${name} may hold anything. Name it after what it holds.`);
  if (isNative(name) && !/^[a-z0-9_]+\.\w+$/.test(name))
    faults.push(`${file}: files of C and C++ have names in snake_case. Rename it.`);
  const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1;
  if (lines > MOST_LINES)
    faults.push(`${file} has ${lines} lines, and at most ${MOST_LINES} are allowed. Divide it.`);
  return faults;
}
