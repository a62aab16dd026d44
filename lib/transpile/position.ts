/** Line and column, counted from 1, of an offset in a text. */
export function positionOf(text: string, index: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = text.indexOf('\n', start);
    if (next === -1 || next >= index) break;
    line++;
    start = next + 1;
  }
  return { line, column: Math.max(0, Math.min(index, text.length) - start) + 1 };
}
