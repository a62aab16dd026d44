/**
 * A connection to the socket of a REPL. It starts with whole lines, for socat and its
 * like; a client that can do more says so: NUL, columns, space, rows, end of line. The
 * answer is one NUL, after which the REPL starts anew. The same later tells of another
 * size. (A key that sends NUL has no meaning here: clients leave it out.)
 */
import type { Socket } from 'node:net';
import type { REPLServer } from 'node:repl';
import { startSession } from './session.ts';
import { ReplStream } from './stream.ts';

const NUL = 0;
/** Longer than any size. */
const MOST_BYTES = 64;

class Connection {
  readonly #socket: Socket;
  #stream: ReplStream;
  #server: REPLServer;
  #isTerminal = false;
  /** The beginning of a size whose end has not come yet. */
  #begun = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#stream = new ReplStream(socket);
    this.#server = this.#start(false);
  }

  #start(terminal: boolean): REPLServer {
    const stream = this.#stream;
    const handle = (this.#socket as unknown as { _handle?: { fd?: number } })._handle;
    return startSession({
      stream,
      socket: handle?.fd ?? -1,
      terminal,
      onExit: () => {
        // Unless another one has taken its place.
        if (stream === this.#stream) this.#socket.end();
      },
    });
  }

  #becomeTerminal(): void {
    const { close } = this.#server;
    this.#stream = new ReplStream(this.#socket);
    close.call(this.#server);
    this.#socket.write('\0');
    this.#isTerminal = true;
    this.#server = this.#start(true);
  }

  #resize(text: string): void {
    const [columns = 0, rows = 0] = text.split(' ').map(Number);
    const isNew = !this.#isTerminal;
    if (isNew) this.#becomeTerminal();
    this.#stream.columns = columns > 0 ? columns : 80;
    this.#stream.rows = rows > 0 ? rows : 24;
    if (!isNew) this.#stream.emit('resize');
  }

  receive(chunk: Buffer): void {
    const data = Buffer.concat([this.#begun, chunk]);
    this.#begun = Buffer.alloc(0);
    const start = data.indexOf(NUL);
    const text = start === -1 ? data : data.subarray(0, start);
    if (text.length > 0) {
      if (this.#isTerminal) this.#stream.press(text);
      else this.#stream.push(text);
    }
    if (start === -1) return;
    const end = data.indexOf('\n', start);
    if (end === -1) {
      this.#begun = data.subarray(start, start + MOST_BYTES);
      return;
    }
    this.#resize(data.toString('latin1', start + 1, end));
    if (end + 1 < data.length) this.receive(data.subarray(end + 1));
  }

  end(): void {
    this.#stream.push(null);
  }
}

export function serve(socket: Socket): void {
  const connection = new Connection(socket);
  socket.on('data', (chunk) => connection.receive(chunk));
  socket.on('end', () => connection.end());
  // The client is gone: nobody is left to tell.
  socket.on('error', () => socket.destroy());
}
