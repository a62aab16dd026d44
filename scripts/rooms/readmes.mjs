// @ts-check
// Each room says in a README.md which rooms it may import; rooms.json has to say the same.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/**
 * @typedef {import('./plan.mjs').Plan} Plan
 * @typedef {import('./plan.mjs').Room} Room
 */

/**
 * @param {string} root
 * @param {Plan} plan
 * @returns {string[]}
 */
export function readmeFaults(root, { houses }) {
  return houses.flatMap(({ rooms }) => rooms.flatMap((room) => roomFaults(root, room)));
}

/**
 * @param {string} root
 * @param {Room} room
 */
function roomFaults(root, room) {
  const readme = `${room.isFile ? posix.dirname(room.path) : room.path}/README.md`;
  const line = importLine(room);
  if (!existsSync(join(root, readme)))
    return [`${readme} is missing. Say in it what lives in the room, and write the line "${line}"`];
  const lines = readFileSync(join(root, readme), 'utf8').split('\n');
  const found = lines.filter((one) => one.startsWith(line.slice(0, line.indexOf(':') + 1)));
  if (found.length === 1 && found[0] === line) return [];
  const says = found.length === 0 ? 'has no such line' : `says "${found.join('", "')}"`;
  return [`${readme} ${says}, but rooms.json says otherwise. Write the line "${line}"`];
}

/** @param {Room} room */
function importLine({ path, isFile, mayImport }) {
  const whose = isFile ? ` (${posix.basename(path)})` : '';
  return `May import${whose}: ${mayImport.join(', ') || 'nothing'}.`;
}
