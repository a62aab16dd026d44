/**
 * The numbers of collectd's binary protocol. A datagram is a sequence of parts:
 * type and length (u16, big endian; the length includes these four bytes), payload.
 *
 * Source: https://collectd.org/wiki/index.php/Binary_protocol
 */

export const HEADER_SIZE = 4;

/** Part types. */
export const Part = {
  host: 0x0000,
  time: 0x0001,
  plugin: 0x0002,
  pluginInstance: 0x0003,
  type: 0x0004,
  typeInstance: 0x0005,
  values: 0x0006,
  interval: 0x0007,
  timeHr: 0x0008,
  intervalHr: 0x0009,
  message: 0x0100,
  severity: 0x0101,
  signSha256: 0x0200,
  encrAes256: 0x0210,
} as const;

/** A time, an interval or a severity: eight bytes after the header. */
export const NUMERIC_SIZE = 12;
/** Header and the number of values; each one takes nine bytes more. */
export const VALUES_HEADER_SIZE = 6;
/** A signature without the name of the user. */
export const SIGNATURE_SIZE = 36;
/** An encrypted part without the name of the user and what is encrypted. */
export const ENCRYPTION_SIZE = 42;
export const IV_SIZE = 16;
export const SHA1_SIZE = 20;

/** Where collectd's network plugin sends to and listens unless told otherwise. */
export const DEFAULT_PORT = 25826;
export const DEFAULT_GROUP = '239.192.74.66';
export const DEFAULT_GROUP_V6 = 'ff18::efc0:4a42';

/** What collectd's buffers hold, in bytes without the NUL: a longer one ends its packet. */
export const IDENTIFIER_LIMIT = 127;
export const MESSAGE_LIMIT = 255;

/** collectd's MaxPacketSize: what it is, and what it may be. */
export const DEFAULT_PACKET_SIZE = 1452;
export const SMALLEST_PACKET_SIZE = 1024;
export const LARGEST_PACKET_SIZE = 65535;
/** What collectd leaves free in each datagram with values, for a signature or for encryption. */
export const SECURITY_RESERVE = 106;
