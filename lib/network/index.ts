/**
 * collectd's network protocol, for programs outside of collectd and plugins inside:
 * `import { Connection, Reader } from 'collectd-nodejs/network'`.
 */
export type { DataSourceType } from '../constants.ts';
export { NOTIF_FAILURE, NOTIF_OKAY, NOTIF_WARNING } from '../constants.ts';
export type { ConnectionOptions, CounterOptions } from './connection.ts';
export { Connection } from './connection.ts';
export type { Counter, Stats } from './counter.ts';
export type { Decoded, DecodeOptions } from './decode.ts';
export { decode } from './decode.ts';
export type { EncoderOptions } from './encoder.ts';
export { Encoder } from './encoder.ts';
export type { DecodeError, DecodeErrorCode } from './failure.ts';
export type { Item, SecurityLevel, Sender } from './item.ts';
export { start_threads } from './links.ts';
export type { Log } from './log.ts';
export type { NotificationFields } from './notification.ts';
export { Notification } from './notification.ts';
export type { Datagram } from './queue.ts';
export { Reader } from './reader.ts';
export type { ReaderEvents, ReaderOptions, ReaderStatistics } from './reader-options.ts';
export type { Password } from './seal.ts';
export type { ValuesFields } from './values.ts';
export { Values } from './values.ts';
