import { authorColumn } from './column-map.ts';
import { getLocation, type Location } from './error.ts';

const own = new Set<string>();
if (typeof __filename === 'string') own.add(__filename);

/** Files whose frames are never the author's: our own bundles. */
export function addOwnFile(file: string): void {
  own.add(file);
}

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
    const lines = stackOf(error).filter((line) => /^\s+at /.test(line));
    const kept = lines.filter((line) => !own.has(frameOf(line)?.file ?? ''));
    const last = kept.findLastIndex((line) => isAuthors(frameOf(line)));
    // How Node came to a file that cannot be compiled is no news.
    if (last === -1) return locationOf(error) === null ? kept : [];
    return kept.slice(0, last + 1).map(withAuthorColumn);
  } catch {
    return [];
  }
}

function locationOf(error: unknown): Location | null {
  if (typeof error !== 'object' || error === null) return null;
  const noted = getLocation(error);
  if (noted !== undefined) return noted;
  const lines = stackOf(error);
  const location = headerLocation(lines) ?? lines.map(frameOf).find(isAuthors) ?? null;
  return location === null ? null : inAuthorsFile(location);
}

function stackOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return [];
  return typeof error.stack === 'string' ? error.stack.split('\n') : [];
}

/** V8 puts `path:line`, the source line and a caret above the stack of a syntax error. */
function headerLocation(lines: readonly string[]): Location | null {
  const header = /^((?:file:\/\/)?\/.*):(\d+)$/.exec(lines[0] ?? '');
  if (header === null) return null;
  const caret = lines.slice(1, 4).find((line) => /^\s*\^+\s*$/.test(line));
  const column = caret === undefined ? 1 : caret.indexOf('^') + 1;
  return { file: toPath(header[1] ?? ''), line: Number(header[2]), column };
}

function frameOf(line: string): Location | null {
  const frame = /^\s+at (?:async )?(?:.*? \()?((?:file:\/\/)?\/.*):(\d+):(\d+)\)?$/.exec(line);
  if (frame === null) return null;
  return { file: toPath(frame[1] ?? ''), line: Number(frame[2]), column: Number(frame[3]) };
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
