/**
 * The words of a collectd.conf: collectd's own rules (liboconfig's scanner.l), quirks
 * included. At each place the longest token wins, of equally long ones the first.
 */
export type Kind = 'eol' | 'slash' | 'open' | 'close' | 'boolean' | 'number' | 'quoted' | 'word';

export interface Token {
  readonly kind: Kind | 'end';
  /** As written; of a quoted string without its continuations. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}

/** A character that collectd prints to its stdout and then acts as if it were not there. */
export interface Stray {
  readonly text: string;
  readonly line: number;
}

const BYTE = '(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9])';
const PORT =
  '(?:6(?:5(?:5(?:3[0-5]|[0-2][0-9])|[0-4][0-9][0-9])|[0-4][0-9][0-9][0-9])|[1-5][0-9][0-9][0-9][0-9]|[1-9][0-9]?[0-9]?[0-9]?)';
const V4 = `${BYTE}\\.${BYTE}\\.${BYTE}\\.${BYTE}(?::${PORT})?`;
const HEX = '[0-9A-Fa-f]{1,4}';

/** Each form of an IPv6 address by itself: an alternation would take the first, not the longest. */
const V6 = [`${HEX}:${HEX}`, V4].flatMap((part) => [
  `(?:${HEX}:){6}${part}`,
  `::(?:${HEX}:){5}${part}`,
  `(?:${HEX})?::(?:${HEX}:){4}${part}`,
  `(?:(?:${HEX}:){0,1}${HEX})?::(?:${HEX}:){3}${part}`,
  `(?:(?:${HEX}:){0,2}${HEX})?::(?:${HEX}:){2}${part}`,
  `(?:(?:${HEX}:){0,3}${HEX})?::${HEX}:${part}`,
  `(?:(?:${HEX}:){0,4}${HEX})?::${part}`,
]);
const V6_ENDS = [`(?:(?:${HEX}:){0,5}${HEX})?::${HEX}`, `(?:(?:${HEX}:){0,6}${HEX})?::`];
const ADDRESSES = [...V6, ...V6_ENDS].flatMap((one) => [one, `\\[${one}\\](?::${PORT})?`]);

const QUOTED_TEXT = '(?:[^\\\\"]|\\\\.)*';
const SKIP = null;
const CONTINUED = 'continued';

const RULES: readonly (readonly [Kind | typeof SKIP | typeof CONTINUED, RegExp])[] = (
  [
    [SKIP, '[ \\t\\b]|#[^\\n]*|\\\\(?:\\r\\n|\\n)'],
    ['eol', '\\r\\n|\\n'],
    ['slash', '/'],
    ['open', '<'],
    ['close', '>'],
    ['boolean', 'true|yes|on|false|no|off'],
    ...[V4, ...ADDRESSES].map((one) => ['word', one] as const),
    ['number', '[+-]?[0-9]*\\.[0-9]+(?:[eE][+-][0-9]+)?'],
    ['number', '0[xX][0-9a-fA-F]+'],
    ['number', '[+-]?[0-9]+'],
    ['quoted', `"${QUOTED_TEXT}"`],
    ['word', '[0-9A-Za-z_]+'],
    [CONTINUED, `"${QUOTED_TEXT}\\\\(?:\\r\\n|\\n)`],
  ] as const
).map(([kind, pattern]) => [kind, new RegExp(pattern, 'y')]);

/** Inside a quoted string that goes on in the next line. */
const INDENT = /[ \t\b]+/y;
const MIDDLE = new RegExp(`[^ \\t\\b]${QUOTED_TEXT}\\\\(?:\\r\\n|\\n)`, 'y');
const END = new RegExp(`[^ \\t\\b]${QUOTED_TEXT}"`, 'y');

export class Scanner {
  readonly #text: string;
  readonly #onStray: (stray: Stray) => void;
  #at = 0;
  #line = 1;

  constructor(text: string, onStray: (stray: Stray) => void) {
    this.#text = text;
    this.#onStray = onStray;
  }

  next(): Token {
    while (this.#at < this.#text.length) {
      const line = this.#line;
      const [kind, text] = this.#longest();
      if (kind === undefined) this.#stray();
      else if (kind === CONTINUED) return this.#continued(line, text);
      else if (kind !== SKIP) return { kind, text, line };
    }
    return { kind: 'end', text: '', line: this.#line };
  }

  #longest(): [kind: Kind | typeof SKIP | typeof CONTINUED | undefined, text: string] {
    let best: Kind | typeof SKIP | typeof CONTINUED | undefined;
    let text = '';
    for (const [kind, pattern] of RULES) {
      const found = this.#match(pattern);
      if (found.length <= text.length) continue;
      best = kind;
      text = found;
    }
    this.#advance(text);
    return [best, text];
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  #advance(text: string): void {
    this.#at += text.length;
    for (const char of text) if (char === '\n') this.#line++;
  }

  #stray(): void {
    const text = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#onStray({ text, line: this.#line });
    this.#advance(text);
  }

  #continued(line: number, first: string): Token {
    let text = withoutEnd(first);
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at - 1] === '\n') this.#advance(this.#match(INDENT));
      const more = this.#match(MIDDLE);
      const last = this.#match(END);
      if (more === '' && last === '') this.#stray();
      else if (last.length >= more.length) {
        this.#advance(last);
        return { kind: 'quoted', text: text + last, line };
      } else {
        this.#advance(more);
        text += withoutEnd(more);
      }
    }
    return { kind: 'end', text: '', line: this.#line };
  }
}

const withoutEnd = (text: string): string => text.replace(/\\\r?\n$/, '');
