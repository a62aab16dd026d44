import { rangeError } from '../../shared/errors.ts';
import type { DecodeError } from '../decode/decode-error.ts';
import type { Log } from '../endpoint/log.ts';
import type { Item, SecurityLevel, Sender } from '../items/item.ts';
import type { Notification } from '../items/notification.ts';
import type { Values } from '../items/values.ts';
import type { Password } from '../protocol/crypto.ts';

export interface ReaderOptions {
  /**
   * The address or name to listen on; `''` is any address of this machine. A multicast address is joined.
   * Default: none, and the group 239.192.74.66 if `groups` are not given either.
   */
  host?: string | undefined;
  /** 0 is any free one, see `address()`. Default: 25826. */
  port?: number | undefined;
  /** Multicast groups to join, of IPv4 and IPv6. */
  groups?: readonly string[] | undefined;
  /** Where to join them: a name such as `eth0`, or an address of it. Default: the system's choice. */
  interface?: string | undefined;
  /** What is less protected is skipped. Default: `none`. */
  securityLevel?: SecurityLevel | undefined;
  /** Passwords of users, in the syntax of collectd's AuthFile; read again when it changes. */
  authFile?: string | undefined;
  /** Passwords of users, instead of a file. */
  password?: ((user: string) => Password | undefined) | undefined;
  /** Counter, derive and absolute values as bigints, exact beyond 2^53. Default: false. */
  bigint?: boolean | undefined;
  /** Closes the Reader. */
  signal?: AbortSignal | undefined;
  /** What may wait for whoever iterates, in bytes of datagrams. Default: 32 MiB. */
  queueLimit?: number | undefined;
  /** What goes when that is full. Default: `oldest`. */
  drop?: 'oldest' | 'newest' | undefined;
  /** The kernel's buffer of each socket, in bytes, as far as the system allows it. Default: 4 MiB. */
  receiveBuffer?: number | undefined;
  /** Is told of trouble, at most once a minute for each kind. Default: nobody. */
  log?: Log | undefined;
}

/** What would otherwise be noticed late or never: a limit that limits nothing. */
export function checkOptions({ port, queueLimit, receiveBuffer, drop }: ReaderOptions): void {
  check('port', port, 0, 65535);
  check('queueLimit', queueLimit, 1, Number.MAX_SAFE_INTEGER);
  check('receiveBuffer', receiveBuffer, 1, 2 ** 31 - 1);
  if (drop === undefined || drop === 'oldest' || drop === 'newest') return;
  const message = `drop must be oldest or newest, not ${String(drop)}`;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
}

function check(name: string, value: unknown, from: number, to: number): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && Number(value) >= from && Number(value) <= to) return;
  const message = `${name} must be a whole number from ${from} to ${to}, not ${String(value)}`;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
}

export interface ReaderEvents {
  listening: [];
  item: [item: Item];
  values: [item: Values];
  notification: [item: Notification];
  /** Why the rest of a datagram was not used. */
  decodeError: [error: DecodeError, sender: Sender];
  error: [error: Error];
  close: [];
}

/** Counted since the start. */
export interface ReaderStatistics {
  datagrams: number;
  bytes: number;
  items: number;
  /** Datagrams that could not be used to their end. */
  decodeErrors: number;
  /** Datagrams that went because nobody took them in time. What the kernel drops is not known here. */
  dropped: number;
}
