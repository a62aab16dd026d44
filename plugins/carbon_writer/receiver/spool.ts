// The lines of a buffer on disk, so that they survive a restart of collectd: files that are named like the
// number of their first line. A file is removed before the first of its lines is sent, so no line is sent twice.
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Chunk } from '../lines/lines.ts';
import type { LineBuffer } from './line-buffer.ts';

interface Segment {
  file: string;
  first: number;
  end: number;
  bytes: number;
  /** Written by this process, and not yet large. */
  isOpen: boolean;
}

/** What is lost at most when collectd is killed while a spool is being sent. */
const SEGMENT_LINES = 1000;

export class Spool {
  readonly #directory: string;
  #segments: Segment[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * The number of the first line, and the lines in their order.
   *
   * @throws Error when the directory cannot be made, read or written.
   */
  load(): { first: number; chunks: Chunk[] } {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const names = readdirSync(this.#directory).filter((name) => /^\d{16}\.lines$/.test(name));
    const chunks: Chunk[] = [];
    for (const name of names.sort()) {
      const file = join(this.#directory, name);
      const all = readFileSync(file, 'utf8');
      // A line without its end was being written when the power went.
      const text = all.slice(0, all.lastIndexOf('\n') + 1);
      const lines = text.split('\n').length - 1;
      const bytes = Buffer.byteLength(text);
      const first = Number.parseInt(name, 10);
      if (lines === 0) rmSync(file, { force: true });
      else {
        chunks.push({ text, lines, isAscii: bytes === text.length });
        this.#segments.push({ file, first, end: first + lines, bytes, isOpen: false });
      }
    }
    this.#number();
    return { first: this.#segments[0]?.first ?? 0, chunks };
  }

  /** A buffer's lines have numbers without gaps; so must those on disk. */
  #number(): void {
    const all = this.#segments;
    if (all.every(({ first }, i) => i === 0 || first === all[i - 1]?.end)) return;
    let next = Math.max(...all.map(({ end }) => end));
    for (const segment of all) {
      const lines = segment.end - segment.first;
      const file = this.#fileOf(next);
      renameSync(segment.file, file);
      Object.assign(segment, { file, first: next, end: next + lines });
      next += lines;
    }
  }

  /**
   * Writes what the buffer has and the disk has not.
   *
   * @throws Error when the disk does not take it; what it has stays as it was.
   */
  save(buffer: LineBuffer): void {
    this.#segments = this.#segments.filter(({ end, file }) => {
      if (end > buffer.first) return true;
      rmSync(file, { force: true });
      return false;
    });
    const [head] = this.#segments;
    // Its file was removed when the first of its lines was sent; these were not.
    if (head !== undefined && buffer.first < head.first)
      this.#segments.unshift(this.#write(buffer, buffer.first, head.first));
    let from = this.#segments.at(-1)?.end ?? buffer.first;
    while (from < buffer.end) {
      const last = this.#segments.at(-1);
      const open = last?.isOpen ? last : undefined;
      const end = Math.min(buffer.end, (open?.first ?? from) + SEGMENT_LINES);
      if (open === undefined) this.#segments.push(this.#write(buffer, from, end));
      else this.#extend(open, buffer, end);
      from = end;
    }
  }

  /** To be called before the lines up to this number are sent. */
  release(end: number): void {
    for (let head = this.#segments[0]; head && head.first < end; head = this.#segments[0]) {
      rmSync(head.file, { force: true });
      this.#segments.shift();
    }
  }

  #write(buffer: LineBuffer, first: number, end: number): Segment {
    const segment = { file: this.#fileOf(first), first, end: first, bytes: 0, isOpen: true };
    this.#extend(segment, buffer, end);
    return segment;
  }

  #extend(segment: Segment, buffer: LineBuffer, end: number): void {
    const text = buffer.text(segment.end, end);
    try {
      appendFileSync(segment.file, text, { mode: 0o600 });
    } catch (error) {
      takeBack(segment);
      throw error;
    }
    segment.bytes += Buffer.byteLength(text);
    segment.end = end;
    segment.isOpen = end - segment.first < SEGMENT_LINES;
  }

  #fileOf(first: number): string {
    return join(this.#directory, `${String(first).padStart(16, '0')}.lines`);
  }
}

/** The part of a text that a full disk did take would be there twice after the next attempt. */
function takeBack({ file, bytes }: Segment): void {
  try {
    if (bytes === 0) rmSync(file, { force: true });
    else truncateSync(file, bytes);
  } catch {
    // The attempt itself tells what is wrong with the disk.
  }
}
