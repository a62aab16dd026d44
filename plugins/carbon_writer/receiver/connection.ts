// A way to a receiver, open or not.
import type { Chunk } from '../lines/lines.ts';

export interface ConnectionEvents {
  /** What was sent is in the kernel; the next chunk may follow. */
  onReady(): void;
  /** It is gone, for this reason. Comes once, and not after end() or destroy(). */
  onLost(reason: string): void;
}

export interface Connection {
  /** True: a chunk may be sent. */
  readonly isReady: boolean;
  /** Bytes handed over to the kernel, at once or as soon as it takes them. */
  send(chunk: Chunk): number;
  /**
   * The last lines of the last chunk, as far as it is known, that cannot have reached the receiver: the kernel
   * has not taken all of them. Stays as it is once the connection is gone.
   */
  readonly unsent: number;
  /** Ends it when the receiver has got all; rejects when that is not to be had. */
  end(): Promise<void>;
  destroy(): void;
}

/** Rejects with a reason that can be logged. */
export type Connect = (events: ConnectionEvents) => Promise<Connection>;

/** What an error of a socket says without the addresses, which the log line has already. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && REASONS[code]) || message || String(code);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed by the receiver',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'the host does not resolve',
  EAI_AGAIN: 'the host does not resolve at the moment',
};
