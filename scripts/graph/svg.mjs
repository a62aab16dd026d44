// @ts-check
// A house as a picture.
import { layersOf } from './layers.mjs';
import { placesOf, size, widthOf } from './places.mjs';

/**
 * @typedef {import('./drawing.mjs').Drawing} Drawing
 * @typedef {import('./layers.mjs').Spot} Spot
 */

const COLORS = ['#eef3f8', '#f8fafc'];

/** @param {Drawing} drawing */
export function svgOf(drawing) {
  const { floors, lines } = layersOf(drawing);
  const places = placesOf(floors);
  const spots = [...places];
  const width = Math.max(...spots.map(([spot, x]) => x + widthOf(spot) / 2)) + size.margin;
  const height = floors.length * size.floor;
  const middle = new Map(
    floors.flatMap((floor, at) => floor.map((spot) => [spot, height - (at + 0.5) * size.floor])),
  );
  /** @param {Spot} spot */
  const at = (spot) => ({ x: places.get(spot) ?? 0, y: middle.get(spot) ?? 0 });
  const ideas = new Map(drawing.house.rooms.map(({ name, idea }) => [name, idea]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="13">`,
    `<title>The rooms of ${drawing.house.name}/ and who imports whom</title>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#5b6b7c"/></marker></defs>',
    ...floors.map(
      (_, floor) =>
        `<rect x="0" y="${height - (floor + 1) * size.floor}" width="${width}" height="${size.floor}" fill="${COLORS[floor % 2]}"/>`,
    ),
    '<g fill="none" stroke="#5b6b7c" stroke-width="1.2" marker-end="url(#tip)">',
    ...lines.map((line) => `<path d="${curve(line.map(at))}"/>`),
    '</g>',
    '<g text-anchor="middle" fill="#16212c">',
    ...spots.flatMap(([spot]) => (spot.room === null ? [] : box(spot, spot.room, at(spot), ideas))),
    '</g>',
    '</svg>\n',
  ].join('\n');
}

/**
 * @param {Spot} spot
 * @param {string} room
 * @param {{ x: number, y: number }} middle
 * @param {Map<string, string>} ideas
 */
function box(spot, room, { x, y }, ideas) {
  const width = widthOf(spot);
  const idea = (ideas.get(room) ?? '').replace(/[<>&]/g, (one) => `&#${one.charCodeAt(0)};`);
  return [
    `<g><title>${idea}</title><rect x="${x - width / 2}" y="${y - size.height / 2}" width="${width}" height="${size.height}" rx="6" fill="#fff" stroke="#5b6b7c"/>`,
    `<text x="${x}" y="${y + 4.5}">${room}</text></g>`,
  ];
}

/**
 * From the lower edge of the first room through the knots to the upper edge of the last.
 * @param {{ x: number, y: number }[]} spots
 */
function curve(spots) {
  const points = spots.map(({ x, y }, at) => {
    if (at === 0) return { x, y: y + size.height / 2 };
    return at === spots.length - 1 ? { x, y: y - size.height / 2 } : { x, y };
  });
  return points
    .map(({ x, y }, at) => {
      const before = points[at - 1];
      if (before === undefined) return `M${x} ${y}`;
      const bend = (before.y + y) / 2;
      return `C${before.x} ${bend} ${x} ${bend} ${x} ${y}`;
    })
    .join('');
}
