// How many lines may be lost with a connection: those that a kernel, here or there, had taken and the receiver
// had not read. TCP does not tell which these are, so the last ones that fit into both kernels' buffers count.
import { readFileSync } from 'node:fs';

/** Linux's own limits, for a system that does not tell. */
const USUAL_BYTES = 4_194_304 + 6_291_456;

/** What a connection between two machines like this one can hold, in bytes. */
export function kernelBytes(directory = '/proc/sys/net/ipv4'): number {
  try {
    const [send, receive] = ['tcp_wmem', 'tcp_rmem'].map((name) =>
      Number(readFileSync(`${directory}/${name}`, 'utf8').trim().split(/\s+/).at(-1)),
    );
    return (send as number) + (receive as number) || USUAL_BYTES;
  } catch {
    return USUAL_BYTES;
  }
}

export class InFlight {
  readonly #limit: number;
  #sent: { bytes: number; lines: number }[] = [];
  #bytes = 0;
  #lines = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** At most so many of the lines that were handed to the kernel. */
  get lines(): number {
    return this.#lines;
  }

  add(bytes: number, lines: number): void {
    this.#sent.push({ bytes, lines });
    this.#bytes += bytes;
    this.#lines += lines;
    let old = 0;
    for (const { bytes: size, lines: count } of this.#sent) {
      // One that is in the buffers with its last byte only is still in flight.
      if (this.#bytes - size < this.#limit) break;
      this.#bytes -= size;
      this.#lines -= count;
      old++;
    }
    if (old > 0) this.#sent.splice(0, old);
  }

  clear(): void {
    this.#sent = [];
    this.#bytes = 0;
    this.#lines = 0;
  }
}
