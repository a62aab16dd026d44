/** `collectd-nodejs repl`: the terminal side of a REPL in a running collectd. */
import { connect, type Socket } from 'node:net';
import { onlyOne, parseArguments, UsageError } from './options.ts';

export const REPL_USAGE = `collectd-nodejs repl SOCKET
  the REPL of a running collectd, which has Interactive "SOCKET" in <Plugin nodejs>:
  with line editor, history and completion in a terminal, line by line from a pipe;
  Ctrl-C interrupts, Ctrl-D leaves and collectd goes on`;

const NUL = '\0';

function size(): string {
  return `${NUL}${process.stdout.columns} ${process.stdout.rows}\n`;
}

/** What comes before the answer is the prompt for those who cannot do more. */
function afterNul(take: (chunk: Buffer) => void): (chunk: Buffer) => void {
  let isOpen = false;
  return (chunk) => {
    if (isOpen) take(chunk);
    const start = isOpen ? -1 : chunk.indexOf(0);
    if (start === -1) return;
    isOpen = true;
    if (start + 1 < chunk.length) take(chunk.subarray(start + 1));
  };
}

function useTerminal(socket: Socket): void {
  const { stdin, stdout } = process;
  stdin.setRawMode(true);
  process.once('exit', () => stdin.setRawMode(false));
  socket.write(size());
  stdout.on('resize', () => socket.write(size()));
  stdin.on('data', (keys: Buffer) => socket.write(keys.filter((byte) => byte !== 0)));
  socket.on(
    'data',
    afterNul((chunk) => stdout.write(chunk)),
  );
}

export async function repl(args: string[]): Promise<number> {
  const path = onlyOne(parseArguments('repl', args, {}).positionals);
  if (path === undefined) throw new UsageError(`which socket?\n\n${REPL_USAGE}`);
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(`cannot connect to ${path}: ${error.message}; is collectd running?`));
    });
  });
  if (process.stdin.isTTY && process.stdout.isTTY) useTerminal(socket);
  else process.stdin.pipe(socket).pipe(process.stdout);
  await new Promise((resolve) => socket.once('close', resolve));
  process.stdin.destroy();
  return 0;
}
