/** What was thrown, in words. It may be anything: a proxy, an object whose getters throw, text without end. */

/** Characters: of more than that the log says how much is left out. */
const MOST = 16_384;

/** What a module throws may throw again when it is looked at. */
export function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function shortened(text: string): string {
  return text.length <= MOST
    ? text
    : `${text.slice(0, MOST)}… (${text.length - MOST} more characters)`;
}

/** A message of several lines, such as assert's, is still one line of the log. */
function oneLine(text: string): string {
  const short = shortened(text).trim();
  if (!/[\r\n]/.test(short)) return short;
  // Not by one expression for blanks and ends of lines: that looks at each blank again and again.
  return short
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

export function nameOf(thrown: unknown): string {
  const kind = thrown === null ? 'null' : typeof thrown;
  return attempt(
    () =>
      thrown instanceof Error
        ? oneLine(String(thrown.name || thrown.constructor.name || 'Error'))
        : kind,
    kind,
  );
}

export function messageOf(thrown: unknown): string {
  const text = attempt(
    () => oneLine(String(thrown instanceof Error ? thrown.message : thrown)),
    '',
  );
  return text === '' ? 'N/A' : text;
}
