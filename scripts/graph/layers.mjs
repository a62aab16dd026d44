// @ts-check
// Puts rooms and arrows on floors, and sorts each floor so that few arrows cross. An arrow over
// several floors has a knot on each between them, which keeps it clear of the rooms there.

/**
 * @typedef {object} Spot
 * @property {string} key
 * @property {string | null} room  null: a knot of an arrow
 * @property {Spot[]} above
 * @property {Spot[]} below
 *
 * @typedef {{ floors: Spot[][], lines: Spot[][] }} Layers  a line begins at the upper room
 */

const SWEEPS = 24;

/**
 * @param {import('./drawing.mjs').Drawing} drawing
 * @returns {Layers}
 */
export function layersOf({ floors: rooms, arrows }) {
  const floors = rooms.map((names) => names.map((name) => makeSpot(name, name)));
  const heights = new Map(rooms.flatMap((names, at) => names.map((name) => [name, at])));
  const spots = new Map(floors.flat().map((spot) => [spot.key, spot]));
  const lines = arrows.map(([from, to]) => {
    const line = [/** @type {Spot} */ (spots.get(from))];
    const target = /** @type {number} */ (heights.get(to));
    for (let at = /** @type {number} */ (heights.get(from)) - 1; at > target; at--) {
      const knot = makeSpot(`${from} ${to} ${at}`, null);
      floors[at]?.push(knot);
      line.push(knot);
    }
    line.push(/** @type {Spot} */ (spots.get(to)));
    for (const [at, spot] of line.entries()) connect(spot, line[at + 1]);
    return line;
  });
  return { floors: sorted(floors), lines };
}

/**
 * @param {string} key
 * @param {string | null} room
 * @returns {Spot}
 */
function makeSpot(key, room) {
  return { key, room, above: [], below: [] };
}

/**
 * @param {Spot} upper
 * @param {Spot | undefined} lower
 */
function connect(upper, lower) {
  if (lower === undefined) return;
  upper.below.push(lower);
  lower.above.push(upper);
}

/**
 * Up and down by the middle of the neighbours; the best of all orders stays.
 * @param {Spot[][]} floors
 */
function sorted(floors) {
  let best = floors.map((floor) => [...floor]);
  let fewest = crossings(best);
  const now = floors.map((floor) => [...floor]);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isUp = sweep % 2 === 0;
    const order = now.map((_, at) => (isUp ? at : now.length - 1 - at)).slice(1);
    for (const at of order) {
      const neighbours = positions(now[isUp ? at - 1 : at + 1] ?? []);
      sortByMiddle(now[at] ?? [], (spot) => (isUp ? spot.below : spot.above), neighbours);
    }
    const count = crossings(now);
    if (count < fewest) {
      fewest = count;
      best = now.map((floor) => [...floor]);
    }
  }
  return best;
}

/** @param {Spot[]} floor */
function positions(floor) {
  return new Map(floor.map((spot, at) => [spot, at]));
}

/**
 * @param {Spot[]} floor
 * @param {(spot: Spot) => Spot[]} neighboursOf
 * @param {Map<Spot, number>} places
 */
function sortByMiddle(floor, neighboursOf, places) {
  const own = positions(floor);
  const middles = new Map(
    floor.map((spot) => {
      const found = neighboursOf(spot).flatMap((one) => places.get(one) ?? []);
      const middle = found.reduce((sum, place) => sum + place, 0) / found.length;
      return [spot, found.length === 0 ? (own.get(spot) ?? 0) : middle];
    }),
  );
  floor.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
}

/** @param {Spot[][]} floors */
export function crossings(floors) {
  let count = 0;
  floors.forEach((floor, at) => {
    const places = positions(floors[at + 1] ?? []);
    const ends = floor.map((spot) => spot.above.flatMap((one) => places.get(one) ?? []));
    for (let left = 0; left < ends.length; left++)
      for (let right = left + 1; right < ends.length; right++)
        for (const a of ends[left] ?? []) count += (ends[right] ?? []).filter((b) => b < a).length;
  });
  return count;
}
