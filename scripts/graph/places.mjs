// @ts-check
// Where on the paper each spot of each floor is: near its neighbours, never over one beside it.

/** @typedef {import('./layers.mjs').Spot} Spot */

export const size = /** @type {const} */ ({ height: 34, floor: 84, gap: 18, knot: 12, margin: 28 });
const ROUNDS = 200;

/** @param {Spot} spot */
export function widthOf({ room }) {
  return room === null ? size.knot : Math.round(room.length * 7.6) + 26;
}

/**
 * The middle of each spot, across.
 * @param {Spot[][]} floors
 * @returns {Map<Spot, number>}
 */
export function placesOf(floors) {
  /** @type {Map<Spot, number>} */
  const places = new Map();
  for (const floor of floors) {
    let x = 0;
    for (const spot of floor) {
      places.set(spot, x + widthOf(spot) / 2);
      x += widthOf(spot) + size.gap;
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? floors : [...floors].reverse();
    for (const floor of order) settle(floor, places);
  }
  const left = Math.min(...[...places].map(([spot, x]) => x - widthOf(spot) / 2));
  for (const [spot, x] of places) places.set(spot, Math.round(x - left + size.margin));
  return places;
}

/**
 * Moves each spot of a floor to the middle of its neighbours, as far as those beside it allow:
 * once from the left, once from the right, and the mean of both.
 * @param {Spot[]} floor
 * @param {Map<Spot, number>} places
 */
function settle(floor, places) {
  const wanted = floor.map((spot) => {
    let [sum, weight] = [0, 0];
    for (const one of [...spot.above, ...spot.below]) {
      // Long arrows are to be straight.
      const pull = spot.room === null && one.room === null ? 8 : 1;
      sum += pull * (places.get(one) ?? 0);
      weight += pull;
    }
    return weight === 0 ? (places.get(spot) ?? 0) : sum / weight;
  });
  const fromLeft = pushed(floor, wanted);
  const mirrored = pushed(
    [...floor].reverse(),
    [...wanted].reverse().map((x) => -x),
  );
  const fromRight = mirrored.reverse().map((x) => -x);
  floor.forEach((spot, at) => {
    places.set(spot, ((fromLeft[at] ?? 0) + (fromRight[at] ?? 0)) / 2);
  });
}

/**
 * @param {Spot[]} floor
 * @param {number[]} wanted
 */
function pushed(floor, wanted) {
  let end = Number.NEGATIVE_INFINITY;
  return floor.map((spot, at) => {
    const half = widthOf(spot) / 2;
    const x = Math.max(wanted[at] ?? 0, end + size.gap + half);
    end = x + half;
    return x;
  });
}
