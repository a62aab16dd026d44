// Places on this machine that no other test and no other program uses.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Whoever has to bind a port by itself; everybody else binds port 0 and asks. */
export type Kind = 'udp4' | 'udp6' | 'tcp';

/** Below the ports that Linux gives to whoever asks for none: no socket comes there by chance. */
const PORTS = [20_000, 32_000] as const;

const among = ([first, last]: readonly [number, number]): number =>
  first + Math.floor(Math.random() * (last - first + 1));

/** One of 16 million addresses that are this machine. */
export const randomAddress = (): string =>
  `127.${among([1, 254])}.${among([0, 255])}.${among([1, 254])}`;

/** A multicast group that is for this site alone. */
export const randomGroup = (): string => `239.255.${among([0, 255])}.${among([1, 254])}`;

export const randomPort = (): number => among(PORTS);

/** Nothing listens there. Who binds it later may still find it taken on ::1, where all have one address. */
export async function unusedEndpoint(kind: Kind = 'udp4'): Promise<Endpoint> {
  for (;;) {
    const address = kind === 'udp6' ? '::1' : randomAddress();
    const port = randomPort();
    if (await canBind(kind, address, port)) return { address, port };
  }
}

async function canBind(kind: Kind, address: string, port: number): Promise<boolean> {
  const socket = kind === 'tcp' ? createServer() : createSocket(kind);
  try {
    const listening = once(socket, 'listening');
    if ('bind' in socket) socket.bind(port, address);
    else socket.listen(port, address);
    await listening;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return false;
  } finally {
    await new Promise<void>((resolve) => {
      socket.close(() => resolve());
    });
  }
}
