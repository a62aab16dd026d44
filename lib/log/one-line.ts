/** Text of any length and with any number of lines, as a part of one line of the log. */
import { charCodeAt, slice, trim } from '../shared/primordials.ts';

/** Characters: of more than that the log says how much is left out. */
const MOST = 16_384;

const NEWLINE = 10;
const RETURN = 13;

export function shortened(text: string, most = MOST): string {
  return text.length <= most
    ? text
    : `${slice(text, 0, most)}… (${text.length - most} more characters)`;
}

/** A message of several lines, such as assert's, is still one line of the log. */
export function oneLine(text: string, most = MOST): string {
  const short = shortened(text, most);
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
