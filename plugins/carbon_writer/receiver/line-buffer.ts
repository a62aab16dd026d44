// Lines that wait for a receiver: at most so many. When it is full, arriving lines are refused, so that each one
// that has found room is sent.
import { type Chunk, FULL } from '../lines/lines.ts';

export class LineBuffer {
  readonly #limit: number;
  #chunks: (Chunk | undefined)[] = [];
  #head = 0;
  #lines = 0;
  /** Of these, the oldest, the connection has some. */
  #out = 0;
  #oldest: number;

  /** `first`: the number of the first line that will be added. */
  constructor(limit: number, first = 0) {
    this.#limit = limit;
    this.#oldest = first;
  }

  /** Those that the connection has count until the kernel has taken them. */
  get lines(): number {
    return this.#lines;
  }

  get waiting(): number {
    return this.#lines - this.#out;
  }

  /** The first that waits. Lines are numbered in the order of their arrival. */
  get first(): number {
    return this.#oldest + this.#out;
  }

  get end(): number {
    return this.#oldest + this.#lines;
  }

  /** Returns how many lines found no room: the last ones. */
  push(chunk: Chunk): number {
    const room = Math.max(0, this.#limit - this.#lines);
    if (chunk.lines <= room) this.add(chunk);
    else if (room > 0) this.add(firstLines(chunk, room));
    return Math.max(0, chunk.lines - room);
  }

  /** Whatever the limit is: of lines that had their place in an earlier run, or need not wait. */
  add(chunk: Chunk): void {
    this.#lines += chunk.lines;
    const last = this.#chunks.length - 1;
    const before = last === this.#head && this.#out > 0 ? undefined : this.#chunks[last];
    // A receiver that takes little at a time makes room for small chunks only.
    if (before === undefined || before.text.length + chunk.text.length > FULL)
      this.#chunks.push(joined(chunk));
    else
      this.#chunks[last] = joined({
        text: before.text + chunk.text,
        lines: before.lines + chunk.lines,
        isAscii: before.isAscii && chunk.isAscii,
      });
  }

  /** The oldest, for the connection; to be followed by taken(). */
  next(): Chunk | undefined {
    const chunk = this.#chunks[this.#head];
    this.#out = chunk?.lines ?? 0;
    return chunk;
  }

  /** Of what next() has handed out so many lines are gone. The others wait again. */
  taken(lines = this.#out): void {
    const chunk = this.#chunks[this.#head];
    this.#out = 0;
    if (chunk === undefined || lines === 0) return;
    this.#lines -= lines;
    this.#oldest += lines;
    if (lines < chunk.lines) {
      const text = chunk.text.slice(lineStart(chunk.text, lines));
      this.#chunks[this.#head] = { ...chunk, text, lines: chunk.lines - lines };
      return;
    }
    this.#chunks[this.#head++] = undefined;
    if (this.#head > 1024 && this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
  }

  /** The text of the lines from one number to before another. */
  text(from: number, end: number): string {
    let number = this.#oldest;
    let text = '';
    for (let i = this.#head; i < this.#chunks.length && number < end; i++) {
      const chunk = this.#chunks[i] as Chunk;
      const next = number + chunk.lines;
      if (next > from) {
        const start = lineStart(chunk.text, Math.max(0, from - number));
        text += chunk.text.slice(start, lineStart(chunk.text, Math.min(chunk.lines, end - number)));
      }
      number = next;
    }
    return text;
  }
}

const ANY = /^/;

/** V8 joins texts when somebody looks into them; until then they take five times the memory. */
function joined(chunk: Chunk): Chunk {
  ANY.test(chunk.text);
  return chunk;
}

/** A copy: a slice would keep all of the text in memory. */
function firstLines({ text, isAscii }: Chunk, lines: number): Chunk {
  const bytes = Buffer.from(text.slice(0, lineStart(text, lines)));
  return { text: bytes.toString(isAscii ? 'latin1' : 'utf8'), lines, isAscii };
}

/** Where the line with this number, from 0, begins. */
function lineStart(text: string, number: number): number {
  let start = 0;
  for (let i = 0; i < number; i++) start = text.indexOf('\n', start) + 1;
  return start;
}
