// @ts-check
// Rooms that import each other, if only around several corners.
import { isNative } from './tree.mjs';

/**
 * @typedef {import('./plan.mjs').Room} Room
 * @typedef {import('./arrows.mjs').Arrow} Arrow
 */

/**
 * @param {Arrow[]} arrows
 * @returns {string[]}
 */
export function cycleFaults(arrows) {
  const doors = doorsBetween(arrows);
  const faults = [];
  const named = new Set();
  for (const start of doors.keys()) {
    const cycle = shortestCycle(start, doors);
    const key = cycle
      .map(({ from }) => from.path)
      .sort()
      .join();
    if (cycle.length === 0 || named.has(key)) continue;
    named.add(key);
    const names = cycle.map(({ from }) => from.name);
    const files = cycle.map(
      ({ file, line, target }) =>
        `${file}:${line} ${isNative(file) ? 'includes' : 'imports'} ${target}`,
    );
    faults.push(
      `The rooms ${names.join(', ')} form a cycle: ${files.join(', ')}. Move the code that both need into a room below them.`,
    );
  }
  return faults;
}

/**
 * One arrow for each pair of rooms.
 * @param {Arrow[]} arrows
 * @returns {Map<string, Map<string, Arrow>>}
 */
function doorsBetween(arrows) {
  const doors = new Map();
  for (const arrow of arrows) {
    if (arrow.to === undefined) continue;
    const others = doors.get(arrow.from.path) ?? new Map();
    if (!others.has(arrow.to.path)) others.set(arrow.to.path, arrow);
    doors.set(arrow.from.path, others);
  }
  return doors;
}

/**
 * From a room back to itself; empty where no way leads back.
 * @param {string} start
 * @param {Map<string, Map<string, Arrow>>} doors
 * @returns {Arrow[]}
 */
function shortestCycle(start, doors) {
  /** @type {{ room: string, way: Arrow[] }[]} */
  const queue = [{ room: start, way: [] }];
  const seen = new Set();
  for (const { room, way } of queue) {
    for (const [next, arrow] of doors.get(room) ?? []) {
      if (next === start) return [...way, arrow];
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push({ room: next, way: [...way, arrow] });
    }
  }
  return [];
}
