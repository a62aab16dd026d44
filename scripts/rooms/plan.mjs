// @ts-check
// rooms.json as an object, and the faults that it has by itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Room
 * @property {string} house  the folder that its name is below: lib, native; or '' (rooms around)
 * @property {string} name  as rooms.json and the messages have it
 * @property {string} path  from the top; in a room around, `*` stands for a folder of any name
 * @property {boolean} isFile
 * @property {string} idea
 * @property {number} floor
 * @property {string[]} mayImport
 * @property {string[]} packages
 *
 * @typedef {{ name: string, idea: string, headers: Record<string, string[]>, rooms: Room[] }} House
 * @typedef {{ from: string, to: string, reason: string }} Exception
 *
 * @typedef {object} Plan
 * @property {House[]} houses
 * @property {Room[]} around
 * @property {Room[]} rooms  of the houses and around them
 * @property {Exception[]} exceptions
 *
 * @typedef {{ floor?: number, idea: string, mayImport: string[], packages?: string[] }} RoomEntry
 * @typedef {{ idea: string, headers?: Record<string, string[]>, rooms: Record<string, RoomEntry> }} HouseEntry
 */

const MOST_EXCEPTIONS = 5;

/**
 * @param {string} root
 * @returns {Plan}
 */
export function readPlan(root) {
  const json = JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8'));
  const entries = /** @type {[string, HouseEntry][]} */ (Object.entries(json.houses));
  const houses = entries.map(([name, { idea, headers = {}, rooms }]) => ({
    ...{ name, idea, headers },
    rooms: Object.entries(rooms).map(([room, entry]) => makeRoom(name, room, entry)),
  }));
  const others = /** @type {[string, RoomEntry][]} */ (Object.entries(json.around ?? {}));
  const around = others.map(([name, entry]) => makeRoom('', name, entry));
  const rooms = [...houses.flatMap((house) => house.rooms), ...around];
  return { houses, around, rooms, exceptions: json.exceptions ?? [] };
}

/**
 * @param {string} house
 * @param {string} name
 * @param {RoomEntry} entry
 * @returns {Room}
 */
function makeRoom(house, name, { idea, floor = 0, mayImport, packages = [] }) {
  const path = house === '' ? name : `${house}/${name}`;
  return { house, name, path, isFile: /\.\w+$/.test(name), idea, floor, mayImport, packages };
}

/**
 * @param {Plan} plan
 * @returns {string[]}
 */
export function planFaults({ houses, exceptions }) {
  const faults = houses.flatMap(({ rooms }) => rooms.flatMap((room) => roomFaults(room, rooms)));
  if (exceptions.length > MOST_EXCEPTIONS) {
    faults.push(
      `rooms.json has ${exceptions.length} exceptions, and at most ${MOST_EXCEPTIONS} are allowed. Move code until one is not needed any more.`,
    );
  }
  for (const { from, to, reason } of exceptions) {
    if ((reason ?? '').trim() === '')
      faults.push(`rooms.json: the exception from ${from} to ${to} has no reason. Write one.`);
  }
  return faults;
}

/**
 * @param {Room} room
 * @param {Room[]} rooms  of the same house, in their order
 */
function roomFaults(room, rooms) {
  /** @type {string[]} */
  const faults = [];
  const order = rooms.map(({ name }) => name);
  for (const name of room.mayImport) {
    const other = rooms[order.indexOf(name)];
    if (other === undefined) {
      faults.push(
        `rooms.json: ${room.path} may import ${name}, which is no room of ${room.house}. Correct the name.`,
      );
    } else if (other.floor >= room.floor) {
      faults.push(
        `rooms.json: ${room.path} (floor ${room.floor}) may import ${name} (floor ${other.floor}), but arrows only go down. Give ${room.path} a higher floor, or take ${name} out.`,
      );
    }
  }
  if (!isSorted(room.mayImport.map((name) => order.indexOf(name)))) {
    faults.push(
      `rooms.json: mayImport of ${room.path} is not in the order of the rooms. Sort it: ${order.filter((name) => room.mayImport.includes(name)).join(', ')}.`,
    );
  }
  const below = rooms[order.indexOf(room.name) - 1];
  if (below !== undefined && below.floor > room.floor) {
    faults.push(
      `rooms.json: ${room.path} (floor ${room.floor}) stands behind ${below.name} (floor ${below.floor}). Sort the rooms by floor.`,
    );
  }
  if (room.idea.trim() === '')
    faults.push(`rooms.json: ${room.path} has no idea. Say in a sentence which one it is.`);
  return faults;
}

/** @param {number[]} numbers */
function isSorted(numbers) {
  return numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? -1));
}
