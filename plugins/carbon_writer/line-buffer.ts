// Lines that wait for a receiver: at most so many, the oldest go first.
import type { Chunk } from './lines.ts';

export class LineBuffer {
  readonly #limit: number;
  #chunks: (Chunk | undefined)[] = [];
  #head = 0;
  #lines = 0;
  #first: number;

  /** `first`: the number of the first line that will be added. */
  constructor(limit: number, first = 0) {
    this.#limit = limit;
    this.#first = first;
  }

  get lines(): number {
    return this.#lines;
  }

  /** Lines are numbered in the order of their arrival. */
  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#first + this.#lines;
  }

  /** Returns how many lines had to go. */
  push(chunk: Chunk): number {
    this.#chunks.push(chunk);
    this.#lines += chunk.lines;
    const dropped = Math.max(0, this.#lines - this.#limit);
    this.#drop(dropped);
    return dropped;
  }

  /** The oldest. */
  shift(): Chunk | undefined {
    const chunk = this.#chunks[this.#head];
    if (chunk === undefined) return undefined;
    this.#chunks[this.#head++] = undefined;
    if (this.#head > 1024 && this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    this.#lines -= chunk.lines;
    this.#first += chunk.lines;
    return chunk;
  }

  /** The text of the lines from one number to before another. */
  text(from: number, end: number): string {
    let number = this.#first;
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

  #drop(count: number): void {
    let left = count;
    while (left > 0) {
      const chunk = this.#chunks[this.#head] as Chunk;
      if (chunk.lines <= left) {
        left -= chunk.lines;
        this.shift();
        continue;
      }
      const text = chunk.text.slice(lineStart(chunk.text, left));
      this.#chunks[this.#head] = { ...chunk, text, lines: chunk.lines - left };
      this.#lines -= left;
      this.#first += left;
      left = 0;
    }
  }
}

/** Where the line with this number, from 0, begins. */
function lineStart(text: string, number: number): number {
  let start = 0;
  for (let i = 0; i < number; i++) start = text.indexOf('\n', start) + 1;
  return start;
}
