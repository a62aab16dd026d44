/**
 * The numbers of collectd's binary protocol. A datagram is a sequence of parts:
 * type and length (u16, big endian; the length includes these four bytes), payload.
 *
 * Source: https://collectd.org/wiki/index.php/Binary_protocol
 */

export const headerSize = 4;

/** Part types. */
export const part = {
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
export const numericSize = 12;
/** Header and the number of values; each one takes nine bytes more. */
export const valuesHeaderSize = 6;
/** A signature without the name of the user. */
export const signatureSize = 36;
/** An encrypted part without the name of the user and what is encrypted. */
export const encryptionSize = 42;
export const ivSize = 16;
export const sha1Size = 20;

/** Where collectd's network plugin sends to and listens unless told otherwise. */
export const defaultPort = 25826;
export const defaultGroup = '239.192.74.66';
export const defaultGroupV6 = 'ff18::efc0:4a42';

/** What collectd's buffers hold, in bytes without the NUL: a longer one ends its packet. */
export const identifierLimit = 127;
export const messageLimit = 255;

/** collectd's MaxPacketSize: what it is, and what it may be. */
export const defaultPacketSize = 1452;
export const smallestPacketSize = 1024;
export const largestPacketSize = 65535;
/** What collectd leaves free in each datagram with values, for a signature or for encryption. */
export const securityReserve = 106;
