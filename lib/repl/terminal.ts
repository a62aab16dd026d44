/** The REPL on the terminal that collectd was started in. */
import { Socket } from 'node:net';
import { open_terminal, stop_collectd, terminal_size } from 'collectd-nodejs/interactive';
import { startSession } from './session.ts';
import { ReplStream } from './stream.ts';

export function serveTerminal(): void {
  const fd = open_terminal();
  const socket = new Socket({ fd, readable: true, writable: true });
  const stream = new ReplStream(socket);
  for (const [i, name] of ['columns', 'rows'].entries())
    Object.defineProperty(stream, name, { get: () => terminal_size()[i] });
  socket.on('data', (keys: Buffer) => stream.press(keys));
  socket.on('end', () => stream.push(null));
  socket.on('error', () => socket.destroy());
  startSession({
    stream,
    socket: fd,
    terminal: true,
    onExit: () => {
      socket.end();
      stop_collectd();
    },
  });
}
