// Of what was sent last: the lines that the kernel has not taken. They cannot have arrived, so they may be sent again.
import type { Socket } from 'node:net';
import type { Chunk } from '../lines/lines.ts';
import type { ReceiverOptions } from '../options/receiver-options.ts';

/** Node does not show what a socket has yet to hand to the kernel, its handles do; a TLS socket's is around another. */
interface Handle {
  /** Bytes. */
  readonly writeQueueSize?: number;
  readonly _parent?: Handle;
}

/** Bytes of text in a record of TLS. */
const RECORD = 16_384;

export class Unsent {
  readonly #socket: Socket;
  /** Tells also when the socket itself, after an error, has none any more. */
  readonly #handle: Handle | undefined;
  readonly #options: Pick<ReceiverOptions, 'protocol' | 'tls'>;
  #chunk: Chunk | undefined;
  #bytes = 0;
  #frozen: number | undefined;

  constructor(socket: Socket, options: Pick<ReceiverOptions, 'protocol' | 'tls'>) {
    const handle = (socket as Socket & { readonly _handle?: Handle })._handle;
    this.#socket = socket;
    // That of TLS itself also counts what it has not yet heard to be written.
    this.#handle = options.tls === undefined ? handle : handle?._parent;
    this.#options = options;
  }

  /** To be called when this chunk was written, as so many bytes. */
  sent(chunk: Chunk, bytes: number): void {
    this.#chunk = chunk;
    this.#bytes = bytes;
    // A write that fails at once has handed nothing over.
    if (this.#socket.errored) this.#frozen = chunk.lines;
  }

  /** To be called before the socket is destroyed. */
  freeze(): void {
    this.#frozen = this.lines;
  }

  /** So many the kernel has yet to take; of TLS in its records. */
  get bytes(): number {
    return this.#handle?.writeQueueSize ?? 0;
  }

  get lines(): number {
    if (this.#frozen !== undefined) return this.#frozen;
    const chunk = this.#chunk;
    const left = this.bytes;
    if (chunk === undefined || left === 0) return 0;
    const { protocol, tls } = this.#options;
    // Neither half a message of pickles nor half a record of TLS can be read. Of several records it is the last.
    if (protocol === 'pickle') return chunk.lines;
    if (tls !== undefined) return linesFrom(chunk, this.#bytes - (this.#bytes % RECORD || RECORD));
    return linesFrom(chunk, this.#bytes - left);
  }
}

/** How many lines are not over before so many bytes. */
function linesFrom({ text, isAscii }: Chunk, bytes: number): number {
  const rest = isAscii ? text.slice(bytes) : Buffer.from(text).subarray(bytes).toString();
  return rest.split('\n').length - 1;
}
