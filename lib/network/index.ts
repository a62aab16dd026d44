/**
 * collectd's network protocol, for programs outside of collectd and plugins inside:
 * `import { Connection, Reader } from 'collectd-nodejs/network'`.
 */
export type { DataSourceType } from '../shared/constants.ts';
export { NOTIF_FAILURE, NOTIF_OKAY, NOTIF_WARNING } from '../shared/constants.ts';
export type { Decoded, DecodeOptions } from './decode/decode.ts';
export { decode } from './decode/decode.ts';
export type { DecodeError, DecodeErrorCode } from './decode/decode-error.ts';
export type { EncoderOptions } from './encode/encoder.ts';
export { Encoder } from './encode/encoder.ts';
export type { Log } from './endpoint/log.ts';
export type { Item, SecurityLevel, Sender } from './items/item.ts';
export type { NotificationFields } from './items/notification.ts';
export { Notification } from './items/notification.ts';
export type { ValuesFields } from './items/values.ts';
export { Values } from './items/values.ts';
export type { Password } from './protocol/crypto.ts';
export type { Datagram } from './receive/queue.ts';
export { Reader } from './receive/reader.ts';
export type { ReaderEvents, ReaderOptions, ReaderStatistics } from './receive/reader-options.ts';
export type { ConnectionOptions, CounterOptions } from './send/connection.ts';
export { Connection } from './send/connection.ts';
export { start_threads } from './send/connections.ts';
export type { Counter, Stats } from './send/counter.ts';
