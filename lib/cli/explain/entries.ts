/** The entries of docs/troubleshooting.md, and which of them a line of the log has. */

export interface Entry {
  /** The heading of the part of the page that it is in. */
  readonly group: string;
  /** The line, with `…` for the parts that differ. */
  readonly template: string;
  /** Markdown. */
  readonly text: string;
}

export function parseEntries(page: string): Entry[] {
  const entries: Entry[] = [];
  for (const part of page.split(/^## /m).slice(1)) {
    const [title = '', ...sections] = part.split(/^### /m);
    const group = title.split('\n', 1)[0] ?? '';
    for (const section of sections) {
      const end = section.indexOf('\n');
      const template = section.slice(0, end).replace(/^`(.*)`$/, '$1');
      entries.push({ group, template, text: section.slice(end).trim() });
    }
  }
  return entries;
}

/** The entry that has most words in common with the line, of those whose template matches. */
export function entryOf(line: string, entries: readonly Entry[]): Entry | undefined {
  const plain = line
    .trim()
    .replace(/(, and \d+ more since the last line| \(and \d+ more like it since\))(?=\.?$)/, '');
  const matching = entries.filter(({ template }) => matches(plain, template));
  matching.sort((a, b) => fixedLength(b.template) - fixedLength(a.template));
  return matching[0];
}

/** Anything may stand before the template: a time, a severity, the header of syslog. */
function matches(line: string, template: string): boolean {
  const pieces = template.split('…');
  const last = pieces.pop() ?? '';
  const lastAt = line.length - last.length;
  if (!line.endsWith(last)) return false;
  if (pieces.length === 0) return isWordStart(line, lastAt);
  let end = 0;
  for (const [index, piece] of pieces.entries()) {
    let at = line.indexOf(piece, end);
    while (index === 0 && piece !== '' && at > 0 && !isWordStart(line, at))
      at = line.indexOf(piece, at + 1);
    if (at === -1) return false;
    end = at + piece.length;
  }
  return end <= lastAt;
}

const isWordStart = (line: string, at: number): boolean =>
  at === 0 || !/[\w/]/.test(line[at - 1] ?? '');

/** How much a template says; blanks and signs match by chance. */
const fixedLength = (template: string): number => template.replace(/[^\p{L}\d_]/gu, '').length;

const wordsOf = (text: string): Set<string> =>
  new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);

/** Those that share most words with the line; the most alike first. */
export function closestEntries(line: string, entries: readonly Entry[], count: number): Entry[] {
  const words = wordsOf(line);
  return entries
    .map((entry) => ({ entry, likeness: likeness(words, wordsOf(entry.template)) }))
    .filter((one) => one.likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, count)
    .map(({ entry }) => entry);
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 0 : common / (a.size + b.size - common);
}
