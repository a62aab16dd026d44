import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

const CTRL_C = 3;
/** Bytes of output for a client that does not take them. */
const MOST_PENDING = 1 << 20;

/** The REPL's end of a connection. */
export class ReplStream extends Duplex {
  /** Of a terminal; node:repl wraps lines there. */
  columns?: number;
  rows?: number;

  constructor(socket: Socket) {
    super({
      read: () => undefined,
      write: (chunk, _encoding, done) => {
        const isGone = socket.destroyed || socket.writableEnded;
        // At once as long as possible: code that blocks the worker may follow.
        const isTaken = isGone || socket.writableLength < MOST_PENDING;
        if (!isGone) socket.write(chunk, isTaken ? undefined : () => done());
        if (isTaken) done();
      },
    });
    socket.on('close', () => this.push(null));
  }

  /** Keys of a terminal. What was typed before a Ctrl-C and not looked at yet is dropped. */
  press(keys: Buffer): void {
    this.push(keys.subarray(Math.max(0, keys.lastIndexOf(CTRL_C))));
  }
}
