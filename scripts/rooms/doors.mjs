// @ts-check
// Arrows that rooms.json does not have, and cycles.
import { fits } from './glob.mjs';
import { isNative } from './tree.mjs';

/**
 * @typedef {import('./plan.mjs').Plan} Plan
 * @typedef {import('./plan.mjs').Room} Room
 * @typedef {import('./arrows.mjs').Arrow} Arrow
 */

/**
 * @param {Plan} plan
 * @param {Arrow[]} arrows
 * @returns {string[]}
 */
export function doorFaults(plan, arrows) {
  const unused = new Set(plan.exceptions);
  const faults = [];
  for (const arrow of arrows) {
    if (isAllowed(arrow)) continue;
    const exception = plan.exceptions.find(({ from, to }) => isOf(arrow, from, to));
    if (exception === undefined) faults.push(sentence(arrow));
    else unused.delete(exception);
  }
  for (const { from, to } of unused)
    faults.push(`rooms.json: no import needs the exception from ${from} to ${to}. Take it out.`);
  return faults;
}

/** @param {Arrow} arrow */
export function isAllowed({ from, to, target, isPackage }) {
  if (isPackage) {
    const name = packageName(target);
    return (
      from.packages.some((pattern) => fits(pattern, name)) ||
      from.mayImport.some((pattern) => fits(pattern, target))
    );
  }
  return to !== undefined && to.house === from.house && from.mayImport.includes(to.name);
}

/**
 * Without the path inside of it.
 * @param {string} specifier
 */
function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Exceptions name files or rooms, both from the top.
 * @param {Arrow} arrow
 * @param {string} from
 * @param {string} to
 */
function isOf(arrow, from, to) {
  return (
    [arrow.file, arrow.from.path].includes(from) && [arrow.target, arrow.to?.path].includes(to)
  );
}

/** @param {Arrow} arrow */
function sentence({ file, line, from, to, target, isPackage }) {
  const what = `${file}:${line} ${isNative(file) ? 'includes' : 'imports'} ${target}`;
  if (isPackage) return packageSentence(what, from, target);
  if (to === undefined)
    return `${what}, which is in no room: enter its folder in rooms.json, or import something else.`;
  const name = to.house === from.house ? to.name : to.path;
  const advice =
    from.house === to.house
      ? 'Move the code down, or pass it in.'
      : 'Move the code into one of the two.';
  return `${what}: the room ${from.name} may not import ${name} (${rule(from)}). ${advice}`;
}

/**
 * @param {string} what
 * @param {Room} from
 * @param {string} name
 */
function packageSentence(what, from, name) {
  const allowed = from.packages.length === 0 ? 'none' : from.packages.join(', ');
  return `${what}: the room ${from.name} may not use the package ${name} (rooms.json: ${from.name} may use ${allowed}). Do it in a room that may, or enter it in rooms.json.`;
}

/** @param {Room} room */
function rule({ name, mayImport }) {
  return `rooms.json: ${name} may import ${mayImport.join(', ') || 'nothing'}`;
}
