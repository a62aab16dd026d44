// @ts-check
// Which rooms and arrows of a house are drawn.
import { arrowsOf } from '../rooms/arrows.mjs';
import { isAllowed } from '../rooms/doors.mjs';
import { sourceFiles } from '../rooms/tree.mjs';

/**
 * @typedef {import('../rooms/plan.mjs').House} House
 * @typedef {import('../rooms/plan.mjs').Plan} Plan
 *
 * @typedef {object} Drawing
 * @property {House} house
 * @property {string[][]} floors  names of rooms, the ground floor first
 * @property {[string, string][]} arrows  without those that follow from others
 * @property {number} count  of all arrows
 */

/**
 * @param {string} root
 * @param {Plan} plan
 * @returns {Drawing[]}
 */
export function drawingsOf(root, plan) {
  const all = arrowsOf(root, plan, sourceFiles(root)).filter(isAllowed);
  return plan.houses.map((house) => {
    const floors = house.rooms.reduce(
      (found, { name, floor }) => {
        found[floor] = [...(found[floor] ?? []), name];
        return found;
      },
      /** @type {string[][]} */ ([]),
    );
    /** @type {Map<string, Set<string>>} */
    const imported = new Map(house.rooms.map(({ name }) => [name, new Set()]));
    for (const { from, to } of all)
      if (from.house === house.name && to !== undefined) imported.get(from.name)?.add(to.name);
    const count = [...imported.values()].reduce((sum, { size }) => sum + size, 0);
    return { house, floors: floors.map((floor) => floor ?? []), arrows: reduced(imported), count };
  });
}

/**
 * Transitive reduction: an arrow is left out where a longer way leads to the same room.
 * @param {Map<string, Set<string>>} imported  without cycles
 * @returns {[string, string][]}
 */
export function reduced(imported) {
  /**
   * @param {string} from
   * @param {string} to
   * @returns {boolean}
   */
  const leads = (from, to) => {
    const next = imported.get(from) ?? new Set();
    return next.has(to) || [...next].some((room) => leads(room, to));
  };
  return [...imported].flatMap(([from, rooms]) =>
    [...rooms]
      .filter((to) => ![...rooms].some((other) => other !== to && leads(other, to)))
      .sort()
      .map((to) => /** @type {[string, string]} */ ([from, to])),
  );
}
