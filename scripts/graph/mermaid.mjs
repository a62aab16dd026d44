// @ts-check
// A house for GitHub's Mermaid.

/** @param {import('./drawing.mjs').Drawing} drawing */
export function mermaidOf({ floors, arrows }) {
  const subgraphs = floors.map((names, floor) => [
    `  subgraph floor${floor}[" "]`,
    ...names.map((name) => `    ${idOf(name)}["${name}"]`),
    '  end',
  ]);
  return [
    'flowchart TB',
    ...subgraphs.reverse().flat(),
    ...arrows.map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
  ].join('\n');
}

/**
 * Of letters only; `end` and the like are words of Mermaid's.
 * @param {string} room
 */
function idOf(room) {
  return `room_${room.replace(/\W/g, '_')}`;
}
