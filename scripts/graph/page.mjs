// @ts-check
// docs/architecture/rooms.md: the pictures, and rooms.json as tables.
import { mermaidOf } from './mermaid.mjs';

/**
 * @typedef {import('./drawing.mjs').Drawing} Drawing
 * @typedef {import('../rooms/plan.mjs').Plan} Plan
 * @typedef {import('../rooms/plan.mjs').Room} Room
 */

/**
 * @param {Plan} plan
 * @param {Drawing[]} drawings
 */
export function pageOf(plan, drawings) {
  return `<!-- Written by npm run graph. Do not edit. -->
# Rooms and doors

A room is a folder with one idea, or one file. [rooms.json](../../rooms.json) says which rooms each may import; \`npm run lint\` fails on any other import or include, and on a cycle. [The map](README.md) says what to find in each room.

The pictures show the imports that the code has. Every arrow goes down, from the room that imports to the one that is imported. An arrow is left out where a longer way leads to the same room (transitive reduction): \`values\` imports \`shared\`, too.

${drawings.map(house).join('\n')}
## Around them

| folder | what it is | may import | packages |
|---|---|---|---|
${plan.around.map(({ path, idea, mayImport, packages }) => `| \`${path}\` | ${idea} | ${list(mayImport)} | ${packages.includes('*') ? 'those of package.json' : list(packages)} |`).join('\n')}

## Exceptions

${plan.exceptions.map(({ from, to, reason }) => `- \`${from}\` imports \`${to}\`: ${reason}`).join('\n') || 'None.'}
`;
}

/** @param {Drawing} drawing */
function house(drawing) {
  const { name, idea, rooms } = drawing.house;
  return `## ${name}

${idea}. Arrows: ${drawing.count}, drawn: ${drawing.arrows.length}.

![The rooms of ${name}/ by floors](${name}.svg)

<details><summary>The same as text</summary>

\`\`\`mermaid
${mermaidOf(drawing)}
\`\`\`

</details>

| floor | room | idea | may import | packages |
|---|---|---|---|---|
${[...rooms].reverse().map(row).join('\n')}
`;
}

/** @param {Room} room */
function row({ floor, name, path, idea, mayImport, packages }) {
  return `| ${floor} | [${name}](../../${path}) | ${idea.replaceAll('<', '\\<')} | ${list(mayImport)} | ${packages.join(', ')} |`;
}

/** @param {string[]} names */
function list(names) {
  return names.join(', ') || 'nothing';
}
