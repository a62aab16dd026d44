/**
 * Taking types away keeps every line and shifts columns. The transpiler notes where, as text that is only
 * read when an error is reported: `;line:output>source,output!source;` in base 36, counted from 1. From `>` on
 * columns run side by side; after `!` stands text of the transpiler's own that is all about one location.
 */

/** Offsets of a token in the source, and of what became of it. */
export interface MappedToken {
  readonly start: number;
  readonly end: number;
  readonly output: number;
}

interface Mapping {
  readonly line: number;
  readonly output: number;
  readonly source: number;
  readonly own: boolean;
}

const known = new Map<string, string>();

/** Walks two texts with the same lines once, from token to token. */
export function encodeColumnMap(
  source: string,
  output: string,
  tokens: Iterable<MappedToken>,
): string {
  const inSource = lineCursor(source);
  const inOutput = lineCursor(output);
  const mappings: Mapping[] = [];
  for (const token of tokens) {
    const from = inSource(token.start);
    const to = inOutput(token.output);
    if (from.line !== to.line) continue;
    let last = mappings.at(-1);
    // What was taken away leaves its place to the token that follows.
    if (last?.line === to.line && last.output === to.column) {
      mappings.pop();
      last = mappings.at(-1);
    }
    const own = !output.startsWith(source.slice(token.start, token.end), token.output);
    const before = last?.line === to.line ? last : { source: 0, output: 0, own: false };
    if (own || before.own || from.column - to.column !== before.source - before.output)
      mappings.push({ line: to.line, output: to.column, source: from.column, own });
  }
  let text = '';
  let line = 0;
  for (const mapping of mappings) {
    text += mapping.line === line ? ',' : `;${mapping.line.toString(36)}:`;
    text += mapping.output.toString(36) + (mapping.own ? '!' : '>') + mapping.source.toString(36);
    line = mapping.line;
  }
  return text === '' ? '' : `${text};`;
}

/** From here on `authorColumn` knows this file. */
export function rememberColumnMap(file: string, encoded: string): void {
  if (encoded === '') known.delete(file);
  else known.set(file, encoded);
}

/** The column in the author's file for one that V8 reports. */
export function authorColumn(file: string, line: number, column: number): number {
  const encoded = known.get(file);
  if (encoded === undefined) return column;
  const marker = `;${line.toString(36)}:`;
  const start = encoded.indexOf(marker);
  if (start === -1) return column;
  const mappings = encoded.slice(start + marker.length, encoded.indexOf(';', start + 1));
  let result = column;
  for (const mapping of mappings.split(',')) {
    const [output = 0, source = 0] = mapping
      .split(/[>!]/)
      .map((digits) => Number.parseInt(digits, 36));
    if (output > column) break;
    result = mapping.includes('!') ? source : source + column - output;
  }
  return result;
}

/** Positions must come in rising order; an earlier one than the last is given the last one's line. */
function lineCursor(text: string): (index: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  let next = text.indexOf('\n');
  return (index) => {
    while (next !== -1 && next < index) {
      line++;
      start = next + 1;
      next = text.indexOf('\n', start);
    }
    return { line, column: index - start + 1 };
  };
}
