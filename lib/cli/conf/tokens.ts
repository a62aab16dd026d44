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

const byte = '(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9])';
const port =
  '(?:6(?:5(?:5(?:3[0-5]|[0-2][0-9])|[0-4][0-9][0-9])|[0-4][0-9][0-9][0-9])|[1-5][0-9][0-9][0-9][0-9]|[1-9][0-9]?[0-9]?[0-9]?)';
const v4 = `${byte}\\.${byte}\\.${byte}\\.${byte}(?::${port})?`;
const hex = '[0-9A-Fa-f]{1,4}';

/** Each form of an IPv6 address by itself: an alternation would take the first, not the longest. */
const v6 = [`${hex}:${hex}`, v4].flatMap((part) => [
  `(?:${hex}:){6}${part}`,
  `::(?:${hex}:){5}${part}`,
  `(?:${hex})?::(?:${hex}:){4}${part}`,
  `(?:(?:${hex}:){0,1}${hex})?::(?:${hex}:){3}${part}`,
  `(?:(?:${hex}:){0,2}${hex})?::(?:${hex}:){2}${part}`,
  `(?:(?:${hex}:){0,3}${hex})?::${hex}:${part}`,
  `(?:(?:${hex}:){0,4}${hex})?::${part}`,
]);
const v6Ends = [`(?:(?:${hex}:){0,5}${hex})?::${hex}`, `(?:(?:${hex}:){0,6}${hex})?::`];
const addresses = [...v6, ...v6Ends].flatMap((one) => [one, `\\[${one}\\](?::${port})?`]);

const quotedText = '(?:[^\\\\"]|\\\\.)*';
const skip = null;
const continued = 'continued';

const rules: readonly (readonly [Kind | typeof skip | typeof continued, RegExp])[] = (
  [
    [skip, '[ \\t\\b]|#[^\\n]*|\\\\(?:\\r\\n|\\n)'],
    ['eol', '\\r\\n|\\n'],
    ['slash', '/'],
    ['open', '<'],
    ['close', '>'],
    ['boolean', 'true|yes|on|false|no|off'],
    ...[v4, ...addresses].map((one) => ['word', one] as const),
    ['number', '[+-]?[0-9]*\\.[0-9]+(?:[eE][+-][0-9]+)?'],
    ['number', '0[xX][0-9a-fA-F]+'],
    ['number', '[+-]?[0-9]+'],
    ['quoted', `"${quotedText}"`],
    ['word', '[0-9A-Za-z_]+'],
    [continued, `"${quotedText}\\\\(?:\\r\\n|\\n)`],
  ] as const
).map(([kind, pattern]) => [kind, new RegExp(pattern, 'y')]);

/** Inside a quoted string that goes on in the next line. */
const indent = /[ \t\b]+/y;
const middle = new RegExp(`[^ \\t\\b]${quotedText}\\\\(?:\\r\\n|\\n)`, 'y');
const end = new RegExp(`[^ \\t\\b]${quotedText}"`, 'y');

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
      else if (kind === continued) return this.#continued(line, text);
      else if (kind !== skip) return { kind, text, line };
    }
    return { kind: 'end', text: '', line: this.#line };
  }

  #longest(): [kind: Kind | typeof skip | typeof continued | undefined, text: string] {
    let best: Kind | typeof skip | typeof continued | undefined;
    let text = '';
    for (const [kind, pattern] of rules) {
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
      if (this.#text[this.#at - 1] === '\n') this.#advance(this.#match(indent));
      const more = this.#match(middle);
      const last = this.#match(end);
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
