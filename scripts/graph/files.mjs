// @ts-check
// What npm run graph writes, for whoever writes it or compares it.
import { readPlan } from '../rooms/plan.mjs';
import { drawingsOf } from './drawing.mjs';
import { pageOf } from './page.mjs';
import { svgOf } from './svg.mjs';

/**
 * @param {string} root
 * @returns {Map<string, string>}  text by path
 */
export function graphFiles(root) {
  const plan = readPlan(root);
  const drawings = drawingsOf(root, plan);
  return new Map([
    ['docs/architecture/rooms.md', pageOf(plan, drawings)],
    ...drawings.map(
      (drawing) =>
        /** @type {[string, string]} */ ([
          `docs/architecture/${drawing.house.name}.svg`,
          svgOf(drawing),
        ]),
    ),
  ]);
}
