import { authorColumn } from './column-map.ts';
import { getLocation, type Location } from './error.ts';

const own = new Set<string>();
if (typeof __filename === 'string') own.add(__filename);

/** Files whose frames are never the author's: our own bundles. */
export function addOwnFile(file: string): void {
  own.add(file);
}

/** Characters of a stack that are looked at. */
const MOST = 16_384;
/** A message that is longer is left out of the stack before. */
const LONG_MESSAGE = 1024;

/** `file:line:column` in the author's file, for anything that can be thrown. */
export function locate(error: unknown, fallbackFile: string): string {
  try {
    const location = locationOf(error);
    return location === null
      ? fallbackFile
      : `${location.file}:${location.line}:${location.column}`;
  } catch {
    // Somebody threw something with getters or a proxy.
    return fallbackFile;
  }
}

/** The stack from its top down to the author's last frame, without frames of our own. */
export function frames(error: unknown): string[] {
  try {
    const { lines, left } = stackOf(error);
    const kept = lines.filter((line) => isFrame(line) && !own.has(frameOf(line)?.file ?? ''));
    const last = kept.findLastIndex((line) => isAuthors(frameOf(line)));
    // How Node came to a file that cannot be compiled is no news.
    if (last === -1) return locationOf(error) === null ? kept : [];
    const shown = kept.slice(0, last + 1).map(withAuthorColumn);
    return left === 0 ? shown : [...shown, `    … (${left} more characters of the stack)`];
  } catch {
    return [];
  }
}

function locationOf(error: unknown): Location | null {
  if (typeof error !== 'object' || error === null) return null;
  const noted = getLocation(error);
  if (noted !== undefined) return noted;
  const { lines } = stackOf(error);
  const location = headerLocation(lines) ?? lines.map(frameOf).find(isAuthors) ?? null;
  return location === null ? null : inAuthorsFile(location);
}

interface Stack {
  readonly lines: readonly string[];
  /** Characters that were left out because there were too many. */
  readonly left: number;
}

/** Frames stand behind the message, which may have any length, and be another one than when it was made. */
function withoutMessage(stack: string, error: object): string {
  const { message } = error as { message?: unknown };
  if (typeof message !== 'string' || message.length < LONG_MESSAGE) return stack;
  const start = stack.slice(0, LONG_MESSAGE).indexOf(message.slice(0, LONG_MESSAGE / 4));
  return start === -1 ? stack : stack.slice(0, start) + stack.slice(start + message.length);
}

function stackOf(error: unknown): Stack {
  if (typeof error !== 'object' || error === null || !('stack' in error))
    return { lines: [], left: 0 };
  const { stack } = error;
  if (typeof stack !== 'string') return { lines: [], left: 0 };
  if (stack.length <= MOST) return { lines: stack.split('\n'), left: 0 };
  const text = withoutMessage(stack, error);
  const left = text.length - MOST;
  if (left <= 0) return { lines: text.split('\n'), left: 0 };
  const [head, tail] = [text.slice(0, MOST / 2), text.slice(-MOST / 2)];
  return { lines: [...head.split('\n'), ...tail.split('\n')], left };
}

/** V8 puts `path:line`, the source line and a caret above the stack of a syntax error. */
function headerLocation(lines: readonly string[]): Location | null {
  const header = lines[0] ?? '';
  const end = header.lastIndexOf(':');
  const line = numberAt(header, end + 1, header.length);
  if (line === undefined || !isFileAt(header, 0)) return null;
  const caret = lines.slice(1, 4).find((one) => one.includes('^') && /^[\s^]+$/.test(one));
  const column = caret === undefined ? 1 : caret.indexOf('^') + 1;
  return { file: toPath(header.slice(0, end)), line, column };
}

function isFrame(line: string): boolean {
  return line.trimStart().startsWith('at ') && !line.startsWith('at ');
}

/**
 * Of `    at f (/path:1:2)`, `    at async file:///path:1:2` and the like. Not by a regular
 * expression: a line may have any text, and one that fits this form looks at much of it again and again.
 */
function frameOf(line: string): Location | null {
  if (!isFrame(line)) return null;
  const end = line.endsWith(')') ? line.length - 1 : line.length;
  const columnAt = line.lastIndexOf(':', end - 1);
  const lineAt = line.lastIndexOf(':', columnAt - 1);
  const column = numberAt(line, columnAt + 1, end);
  const row = numberAt(line, lineAt + 1, columnAt);
  const start = fileStart(line);
  if (column === undefined || row === undefined || start === -1 || start >= lineAt) return null;
  return { file: toPath(line.slice(start, lineAt)), line: row, column };
}

/** In the first brackets that hold one, or behind `at `. */
function fileStart(line: string): number {
  for (let at = line.indexOf(' ('); at !== -1; at = line.indexOf(' (', at + 1))
    if (isFileAt(line, at + 2)) return at + 2;
  const text = line.indexOf('at ') + 'at '.length;
  const start = line.startsWith('async ', text) ? text + 'async '.length : text;
  return isFileAt(line, start) ? start : -1;
}

function isFileAt(text: string, place: number): boolean {
  return text.startsWith('/', place) || text.startsWith('file:///', place);
}

/** Undefined where there is anything but digits, or more of them than V8 counts. */
function numberAt(text: string, start: number, end: number): number | undefined {
  const digits = text.slice(start, end);
  return start > 0 && digits.length <= 10 && /^\d+$/.test(digits) ? Number(digits) : undefined;
}

function isAuthors(location: Location | null): location is Location {
  return location !== null && !own.has(location.file);
}

function inAuthorsFile(location: Location): Location {
  return { ...location, column: authorColumn(location.file, location.line, location.column) };
}

function withAuthorColumn(line: string): string {
  const location = frameOf(line);
  if (location === null) return line;
  const { column } = inAuthorsFile(location);
  return line.replace(/:\d+(\)?)$/, `:${column}$1`);
}

function toPath(file: string): string {
  if (!file.startsWith('file:')) return file;
  try {
    return decodeURIComponent(new URL(file).pathname);
  } catch {
    return file.slice('file://'.length);
  }
}
