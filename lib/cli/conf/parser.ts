/** From the text of a collectd.conf to its tree: the grammar of liboconfig's parser.y. */
import { Scanner, type Stray, type Token } from './tokens.ts';

export type Value = string | number | boolean;

export interface Item {
  readonly key: string;
  readonly values: readonly Value[];
  /** Of a block; empty for a line, which the daemon does not tell from an empty block. */
  readonly children: readonly Item[];
  readonly file: string;
  /** Of its first line; counts from 1. */
  readonly line: number;
}

export class ParseError extends Error {
  readonly file: string;
  readonly line: number;

  constructor(message: string, file: string, line: number) {
    super(message);
    this.file = file;
    this.line = line;
  }
}

/**
 * @param onStray - told of characters that collectd passes over.
 * @throws ParseError where collectd would refuse the file.
 */
export function parse(text: string, file: string, onStray: (stray: Stray) => void): Item[] {
  return new Parser(new Scanner(text, onStray), file).file();
}

class Parser {
  readonly #scanner: Scanner;
  readonly #file: string;
  #token: Token;

  constructor(scanner: Scanner, file: string) {
    this.#scanner = scanner;
    this.#file = file;
    this.#token = scanner.next();
  }

  file(): Item[] {
    const items: Item[] = [];
    while (this.#token.kind !== 'end') {
      const item = this.#statement();
      if (item === 'end of block') throw this.#error('there is no block that it could close');
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  /** Undefined: a statement of which nothing is kept. */
  #statement(): Item | 'end of block' | undefined {
    const { line } = this.#token;
    if (this.#accept('eol')) return undefined;
    if (this.#accept('open')) {
      if (this.#token.kind === 'slash') return 'end of block';
      return this.#block(line);
    }
    const key = this.#key('the name of an option or "<"');
    const values = this.#values();
    if (values.length === 0) throw this.#error(`${key} needs a value`);
    this.#expect('eol', 'the end of the line');
    return { key, values, children: [], file: this.#file, line };
  }

  #block(line: number): Item | undefined {
    const key = this.#key('the name of a block');
    const values = this.#values();
    this.#expect('close', '">"');
    this.#expect('eol', 'the end of the line');
    const children: Item[] = [];
    for (;;) {
      if (this.#token.kind === 'end') {
        throw this.#error(`the block <${key}> of line ${line} is not closed`);
      }
      const item = this.#statement();
      if (item === 'end of block') break;
      if (item !== undefined) children.push(item);
    }
    this.#expect('slash', '"/"');
    const at = this.#token;
    const closed = this.#key('the name of a block');
    this.#expect('close', '">"');
    this.#expect('eol', 'the end of the line');
    if (closed !== key) {
      const message = `</${closed}> does not close the block <${key}> of line ${line}`;
      throw new ParseError(`${message}; write </${key}>`, this.#file, at.line);
    }
    if (values.length === 0 && children.length === 0) return undefined;
    return { key, values, children, file: this.#file, line };
  }

  #key(expected: string): string {
    const { kind, text } = this.#token;
    if (kind !== 'word') throw this.#error(`expected ${expected}`);
    this.#advance();
    return text;
  }

  #values(): Value[] {
    const values: Value[] = [];
    for (;;) {
      const value = tokenValue(this.#token);
      if (value === undefined) return values;
      values.push(value);
      this.#advance();
    }
  }

  #accept(kind: Token['kind']): boolean {
    if (this.#token.kind !== kind) return false;
    this.#advance();
    return true;
  }

  #expect(kind: Token['kind'], expected: string): void {
    if (!this.#accept(kind)) throw this.#error(`expected ${expected}`);
  }

  #advance(): void {
    this.#token = this.#scanner.next();
  }

  #error(message: string): ParseError {
    const { kind, text, line } = this.#token;
    const shown =
      kind === 'end' ? 'the end of the file' : kind === 'eol' ? 'the end of the line' : `"${text}"`;
    const hint =
      kind === 'end' && message === 'expected the end of the line'
        ? '; end the last line with a line break'
        : kind === 'slash' && !message.startsWith('there is no block')
          ? '; put a path in quotes'
          : '';
    return new ParseError(`parse error at ${shown}: ${message}${hint}`, this.#file, line);
  }
}

function tokenValue({ kind, text }: Token): Value | undefined {
  if (kind === 'number') return numberOf(text);
  if (kind === 'boolean') return /^(true|yes|on)$/.test(text);
  if (kind === 'word') return text;
  return kind === 'quoted' ? unquote(text) : undefined;
}

/** As strtod() reads it: hexadecimal, but never octal. */
function numberOf(text: string): number {
  return /^0x/i.test(text) ? Number.parseInt(text, 16) : Number(text.replace(/^\+/, ''));
}

/** A backslash goes, and what follows it stays. */
function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\([^]?)/g, '$1');
}
