/** Says in words what was thrown, which may be anything: a proxy, an object whose getters throw, text without end. */

import {
  BuiltinError,
  charCodeAt,
  isInstance,
  slice,
  toText,
  trim,
} from '../shared/primordials.ts';

/** Characters: of more than that the log says how much is left out. */
const MOST = 16_384;

/** Things that a module throws may throw again when they are looked at. */
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
    : `${slice(text, 0, MOST)}… (${text.length - MOST} more characters)`;
}

const NEWLINE = 10;
const RETURN = 13;

/** A message of several lines, such as assert's, is still one line of the log. */
function oneLine(text: string): string {
  const short = shortened(text);
  let line = '';
  let start = 0;
  // Not by an expression for blanks and ends of lines: that looks at each blank again and again.
  for (let i = 0; i <= short.length; i++) {
    const code = i === short.length ? NEWLINE : charCodeAt(short, i);
    if (code !== NEWLINE && code !== RETURN) continue;
    const part = trim(slice(short, start, i));
    if (part !== '') line += line === '' ? part : ` ${part}`;
    start = i + 1;
  }
  return line;
}

export function nameOf(thrown: unknown): string {
  const kind = thrown === null ? 'null' : typeof thrown;
  return attempt(
    () =>
      isInstance(thrown, BuiltinError)
        ? oneLine(toText(thrown.name || thrown.constructor.name || 'Error'))
        : kind,
    kind,
  );
}

export function messageOf(thrown: unknown): string {
  const text = attempt(
    () => oneLine(toText(isInstance(thrown, BuiltinError) ? thrown.message : thrown)),
    '',
  );
  return text === '' ? 'N/A' : text;
}
