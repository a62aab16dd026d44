// @ts-check
// collectd-nodejs(1) as Markdown, from what `collectd-nodejs --help` says of each command.

const HEAD = `# collectd-nodejs(1) -- installs, checks and runs collectd plugins in TypeScript

## SYNOPSIS

\`collectd-nodejs\` *command* [*options*]

\`collectd-nodejs\` \`--help\` | \`--version\`

## DESCRIPTION

The command belongs to the nodejs plugin of collectd, **collectd-nodejs**(5). It runs in any Node.js from version 18 on; collectd does not need it.

## COMMANDS
`;

const TAIL = `
## EXIT STATUS

0; 1 when something is wrong or has failed; 2 for wrong arguments.

## SEE ALSO

**collectd-nodejs**(5), **collectd**(1), **collectd.conf**(5), **collectd-exec**(5)
`;

/** @param {string} help  what \`collectd-nodejs --help\` prints */
export function commandManual(help) {
  const commands = help
    .split('\n\n')
    .filter((usage) => /^collectd-nodejs [a-z]/.test(usage))
    .map(section);
  return `${HEAD}\n${commands.join('\n\n')}\n${TAIL}`;
}

/**
 * A line of usage, sentences, examples that stand four blanks in, and options.
 * @param {string} usage
 */
function section(usage) {
  const [synopsis = '', ...lines] = usage.split('\n');
  const blocks = lines.reduce(add, /** @type {Block[]} */ ([])).map(({ kind, text }) => {
    if (kind === 'example') return `    ${text.join('\n    ')}`;
    if (kind === 'sentences') return escaped(text.join(' '));
    const [first = '', ...more] = text;
    const [, option = first, meaning = ''] = /^(--\S+(?: [A-Z]+)?) +(.*)$/.exec(first) ?? [];
    return `- \`${option}\`:\n  ${escaped([meaning, ...more].join(' '))}`;
  });
  return [`### ${escaped(synopsis)}`, ...blocks].join('\n\n');
}

/** @typedef {{ kind: 'sentences' | 'example' | 'option', text: string[] }} Block */

/**
 * @param {Block[]} blocks
 * @param {string} line
 * @returns {Block[]}
 */
function add(blocks, line) {
  const last = blocks.at(-1);
  const text = line.trim();
  const indent = line.length - line.trimStart().length;
  if (text.startsWith('--') && indent === 2) return [...blocks, { kind: 'option', text: [text] }];
  if (last?.kind === 'option' && indent > 4) last.text.push(text);
  else {
    const kind = indent === 4 ? 'example' : 'sentences';
    if (last?.kind === kind) last.text.push(text);
    else return [...blocks, { kind, text: [text] }];
  }
  return blocks;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\`*_<>[\]]/g, '\\$&');
