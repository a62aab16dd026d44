// A debugger, as far as a test needs one: Node's inspector protocol over its web socket.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { waitFor } from '../daemon/harness/index.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export class Debugger {
  readonly #socket: Socket;
  readonly #messages: Message[] = [];
  #unread = Buffer.alloc(0);
  #last = 0;

  /** @param url - the `ws://` address that Node prints. */
  static async connect(url: string): Promise<Debugger> {
    const { hostname, port, pathname } = new URL(url);
    const key = randomBytes(16).toString('base64');
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
    };
    return new Promise((resolve, reject) => {
      request({ hostname, port, path: pathname, headers })
        .on('upgrade', (_response, socket) => resolve(new Debugger(socket as Socket)))
        .on('error', reject)
        .end();
    });
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      this.#unread = Buffer.concat([this.#unread, chunk]);
      while (this.#readFrame());
    });
  }

  /** Whether an event has come, also from a worker. */
  heard(method: string): boolean {
    return this.#messages.some((message) => JSON.stringify(message).includes(method));
  }

  /** @returns a function that sends commands to the first worker there is. */
  async attachToWorker(): Promise<(method: string) => void> {
    this.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
    const sessionId = await waitFor(
      () =>
        this.#messages.find(({ method }) => method === 'NodeWorker.attachedToWorker')?.params
          ?.sessionId,
    );
    return (method) => {
      const message = JSON.stringify({ id: ++this.#last, method });
      this.send('NodeWorker.sendMessageToWorker', { sessionId, message });
    };
  }

  send(method: string, params: Readonly<Record<string, unknown>> = {}): void {
    const payload = Buffer.from(JSON.stringify({ id: ++this.#last, method, params }));
    const header = Buffer.from([0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0]);
    header.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([header, payload]));
  }

  /** As when the program of the debugger is killed. */
  leave(): void {
    this.#socket.destroy();
  }

  #readFrame(): boolean {
    const bytes = this.#unread;
    if (bytes.length < 2) return false;
    let size = (bytes[1] as number) & 0x7f;
    let start = 2;
    if (size === 126) {
      if (bytes.length < 4) return false;
      size = bytes.readUInt16BE(2);
      start = 4;
    } else if (size === 127) {
      if (bytes.length < 10) return false;
      size = Number(bytes.readBigUInt64BE(2));
      start = 10;
    }
    if (bytes.length < start + size) return false;
    this.#unread = bytes.subarray(start + size);
    this.#messages.push(JSON.parse(bytes.toString('utf8', start, start + size)) as Message);
    return true;
  }
}
