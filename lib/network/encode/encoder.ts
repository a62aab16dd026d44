import { rangeError, runtimeError, typeError } from '../../shared/errors.ts';
import type { SecurityLevel } from '../items/item.ts';
import { Notification, type NotificationFields } from '../items/notification.ts';
import type { Values, ValuesFields } from '../items/values.ts';
import { encrypt, type Password, sign } from '../protocol/crypto.ts';
import {
  DEFAULT_PACKET_SIZE,
  ENCRYPTION_SIZE,
  LARGEST_PACKET_SIZE,
  MESSAGE_LIMIT,
  Part,
  SECURITY_RESERVE,
  SIGNATURE_SIZE,
  SMALLEST_PACKET_SIZE,
} from '../protocol/wire.ts';
import { prepareValues, type WireValues } from './numbers.ts';
import { Packet } from './packet.ts';
import { textSize } from './text-size.ts';
import {
  ValueListWriter,
  writeIdentifier,
  writeSeconds,
  writeWholeSeconds,
} from './value-list-writer.ts';

export interface EncoderOptions {
  /** The most bytes of a datagram, collectd's MaxPacketSize: 1024 to 65535. Default: 1452. */
  size?: number | undefined;
  /** Default: `none`. The other two need `username` and `password`. */
  securityLevel?: SecurityLevel | undefined;
  /** At most 70 bytes to sign, 64 to encrypt. */
  username?: string | undefined;
  password?: Password | undefined;
  /** `low` is whole seconds, for receivers older than collectd 5. Default: `high`. */
  resolution?: 'high' | 'low' | undefined;
}

/**
 * Makes datagrams of value lists and notifications.
 *
 * @example
 * const encoder = new Encoder();
 * for (const item of items) {
 *   const datagram = encoder.add(item);
 *   if (datagram) socket.send(datagram, 25826, 'collectd.example');
 * }
 * const rest = encoder.flush();
 *
 * Source: https://collectd.org/wiki/index.php/Binary_protocol
 */
export class Encoder {
  readonly #low: boolean;
  readonly #protection: Protection;
  readonly #notification: Packet;
  readonly #values: WireValues = { types: [], values: [] };
  #writer: ValueListWriter;
  /** Empty: where an item is tried out that does not fit into the other one. */
  #spare: ValueListWriter;

  /**
   * @throws RangeError for a size out of range, an unknown level and a user's name that is too long.
   * @throws TypeError without the user and password that the level needs.
   */
  constructor(options: EncoderOptions = {}) {
    const { size = DEFAULT_PACKET_SIZE, resolution = 'high' } = options;
    if (!Number.isInteger(size) || size < SMALLEST_PACKET_SIZE || size > LARGEST_PACKET_SIZE) {
      const message = `size must be ${SMALLEST_PACKET_SIZE} to ${LARGEST_PACKET_SIZE}, not ${size}`;
      throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
    }
    this.#low = resolution === 'low';
    this.#protection = protectionOf(options);
    // What collectd leaves free, protected or not.
    this.#writer = new ValueListWriter(size - SECURITY_RESERVE, this.#low);
    this.#spare = new ValueListWriter(size - SECURITY_RESERVE, this.#low);
    this.#notification = new Packet(size - this.#protection.overhead);
  }

  /**
   * Adds a value list to the datagram in the making, or makes one of a notification: of
   * whatever has a `severity` or a `message`, so that those of collectd can be forwarded.
   *
   * Integers truncate towards zero. `meta` is not sent: the protocol has none.
   *
   * @returns a datagram that is ready to be sent, if there is one now: that of the
   *   notification, or the one that the value list did not fit into any more.
   * @throws TypeError for text with NUL or lone surrogates, unknown types, and values
   *   that are no numbers.
   * @throws RangeError for identifiers over 127 bytes, messages over 255, integers, times
   *   and intervals out of range, and lists that fit no datagram of this size.
   * @throws Error (ERR_COLLECTD_VALUES) for a list without values, which collectd cannot take,
   *   and when there is not one of `dstypes` for each value.
   *   After any of these the encoder is as if the item had never been there.
   */
  add(item: Values | ValuesFields | Notification | NotificationFields): Buffer | undefined {
    if (isNotification(item)) {
      return this.#encode(item instanceof Notification ? item : new Notification(item));
    }
    prepareValues(this.#values, item.dstypes, item.values ?? []);
    if (this.#values.values.length === 0) {
      throw runtimeError('ERR_COLLECTD_VALUES', 'a value list needs values: it has none');
    }
    if (this.#writer.add(item, this.#values)) return undefined;
    if (!this.#spare.add(item, this.#values)) {
      const message = `${this.#values.values.length} values do not fit a datagram of this size`;
      throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
    }
    const done = this.#writer;
    this.#writer = this.#spare;
    this.#spare = done;
    return this.#protection.protect(done.take());
  }

  /** What was added since the last datagram, if anything. */
  flush(): Buffer | undefined {
    return this.#writer.empty ? undefined : this.#protection.protect(this.#writer.take());
  }

  /** The order is collectd's: the message last, for it completes the item. */
  #encode(item: Notification): Buffer {
    const packet = this.#notification;
    packet.cut(0);
    if (this.#low) writeWholeSeconds(packet, Part.time, 'time', Math.floor(item.time));
    else writeSeconds(packet, Part.timeHr, 'time', item.time, item.time_hr);
    packet.writeNumber(Part.severity, severityOf(item));
    if (item.host) writeIdentifier(packet, Part.host, 'host', item.host);
    if (item.plugin) writeIdentifier(packet, Part.plugin, 'plugin', item.plugin);
    if (item.plugin_instance)
      writeIdentifier(packet, Part.pluginInstance, 'plugin_instance', item.plugin_instance);
    if (item.type) writeIdentifier(packet, Part.type, 'type', item.type);
    if (item.type_instance)
      writeIdentifier(packet, Part.typeInstance, 'type_instance', item.type_instance);
    const size = textSize('message', item.message, MESSAGE_LIMIT);
    packet.writeString(Part.message, item.message, size);
    if (packet.full) {
      const message = 'the notification does not fit a datagram of this size';
      throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
    }
    return this.#protection.protect(packet.take());
  }
}

function isNotification(item: object): item is NotificationFields {
  return 'severity' in item || 'message' in item;
}

function severityOf({ severity }: Notification): bigint {
  if (Number.isInteger(severity) && severity >= 0 && severity < 2 ** 64) return BigInt(severity);
  const message = `severity must be a whole number, not ${String(severity)}`;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
}

/** How a datagram is protected, and what that adds to its size. */
interface Protection {
  readonly overhead: number;
  protect(contents: Buffer): Buffer;
}

function protectionOf({ securityLevel = 'none', username, password }: EncoderOptions): Protection {
  if (securityLevel === 'none') return { overhead: 0, protect: (contents) => contents };
  if (securityLevel !== 'sign' && securityLevel !== 'encrypt') {
    const message = `securityLevel must be none, sign or encrypt, not ${String(securityLevel)}`;
    throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
  }
  if (!username || (typeof password !== 'string' && !(password instanceof Uint8Array))) {
    const message = `securityLevel ${securityLevel} needs a username and a password`;
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', message);
  }
  const [size, protect] =
    securityLevel === 'sign' ? [SIGNATURE_SIZE, sign] : [ENCRYPTION_SIZE, encrypt];
  const user = Buffer.from(username);
  textSize('username', username, SECURITY_RESERVE - size);
  return {
    overhead: size + user.length,
    protect: (contents) => protect(password, user, contents),
  };
}
