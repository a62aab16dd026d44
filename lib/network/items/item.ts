/** What a datagram is made of, from a receiver's point of view. */
import type { Notification } from './notification.ts';
import type { Values } from './values.ts';

export type Item = Values | Notification;

/** Least to most: what `sign` asks for is met by `encrypt` too. */
export type SecurityLevel = 'none' | 'sign' | 'encrypt';

/** Where a datagram came from. */
export interface Sender {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: number;
}

/** What is known of an item beyond its contents. */
export interface Origin {
  /** How the item was protected on its way. */
  security?: SecurityLevel;
  /** Who signed or encrypted it; the innermost one where that is nested. */
  username?: string | undefined;
  /** Set by a Reader. */
  sender?: Sender | undefined;
}
