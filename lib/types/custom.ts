/**
 * The types of types.db files of your own: empty until a declaration adds to it, as
 * `collectd-nodejs types FILE...` prints one. A type that collectd ships too is then yours.
 *
 * @example
 * import type { DataSource } from 'collectd';
 *
 * declare module 'collectd' {
 *   interface CustomTypes {
 *     orders: [DataSource<'accepted', 'derive'>, DataSource<'refused', 'derive'>];
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: what declarations merge with
export interface CustomTypes {}
