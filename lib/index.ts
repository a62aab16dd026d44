/**
 * The `collectd` module, for plugins that run inside collectd.
 *
 * @example
 * import collectd, { Values } from 'collectd';
 *
 * collectd.register_read(() => {
 *   new Values({ type: 'gauge', plugin: 'dice' }).dispatch({ values: [Math.random() * 6] });
 * });
 */

import { type Cache, cache } from './api/cache.ts';
import { flush } from './api/flush.ts';
import { register_data_set } from './api/register-data-set.ts';
import { threshold } from './api/threshold.ts';
import { register_cache_event, unregister_cache_event } from './callbacks/kinds/cache-event.ts';
import { register_config, unregister_config } from './callbacks/kinds/config.ts';
import {
  register_match,
  register_target,
  unregister_match,
  unregister_target,
} from './callbacks/kinds/filter.ts';
import { register_flush, unregister_flush } from './callbacks/kinds/flush.ts';
import { register_init, unregister_init } from './callbacks/kinds/init.ts';
import { register_log, unregister_log } from './callbacks/kinds/log.ts';
import { register_missing, unregister_missing } from './callbacks/kinds/missing.ts';
import { register_notification, unregister_notification } from './callbacks/kinds/notification.ts';
import { register_read, unregister_read, unregister_read_group } from './callbacks/kinds/read.ts';
import { register_shutdown, unregister_shutdown } from './callbacks/kinds/shutdown.ts';
import { dropped, register_write, unregister_write } from './callbacks/kinds/write.ts';
import { native } from './contract/native.ts';
import {
  boolean,
  duration,
  integer,
  number,
  oneOf,
  secret,
  size,
  string,
} from './declaration/kinds.ts';
import { hostPort, path, url } from './declaration/places.ts';
import { Secret } from './declaration/secret.ts';
import { alias, block, blocks, deprecated, list } from './declaration/structure.ts';
import { get_interval } from './execution/interval.ts';
import { signal } from './execution/invocation.ts';
import { debug, error, info, notice, warning } from './log/log.ts';
import {
  DS_TYPE_ABSOLUTE,
  DS_TYPE_COUNTER,
  DS_TYPE_DERIVE,
  DS_TYPE_GAUGE,
  LOG_DEBUG,
  LOG_ERR,
  LOG_ERROR,
  LOG_INFO,
  LOG_NOTICE,
  LOG_WARNING,
  NOTIF_FAILURE,
  NOTIF_OKAY,
  NOTIF_WARNING,
} from './shared/constants.ts';
import { CollectdError } from './shared/errors.ts';
import { Config } from './values/config.ts';
import { get_dataset } from './values/data-sets.ts';
import { Signed, Unsigned } from './values/meta.ts';
import { dispatch_multivalue } from './values/multivalue.ts';
import { Notification } from './values/notification.ts';
import { Values, type ValuesConstructor } from './values/typed-values.ts';

export type { CacheEntry, CacheState, CacheValueOptions } from './api/cache.ts';
export type { FlushOptions } from './api/flush.ts';
export type { DataSourceDefinition } from './api/register-data-set.ts';
export type { Threshold } from './api/threshold.ts';
export type { CallbackOptions } from './callbacks/callback-options.ts';
export type {
  CacheEvent,
  CacheEventKind,
  CacheEventOptions,
} from './callbacks/kinds/cache-event.ts';
export type { DeclaredConfigOptions } from './callbacks/kinds/config.ts';
export type { FilterOptions, Match, Target, Verdict } from './callbacks/kinds/filter.ts';
export type { ReadOptions } from './callbacks/kinds/read.ts';
export type { BatchOptions, WriteOptions } from './callbacks/kinds/write.ts';
export type { NumberOptions, SecretOptions, StringOptions } from './declaration/kinds.ts';
export type {
  Absent,
  CommonOptions,
  Declaration,
  Option,
  OptionKind,
  OptionsOf,
  Present,
} from './declaration/option.ts';
export type { HostPort, HostPortOptions, PathOptions, UrlOptions } from './declaration/places.ts';
export type { UnknownOptions } from './declaration/read-block.ts';
export type { BlockOptions, BlocksOptions, ListOptions } from './declaration/structure.ts';
export type { DataSourceType, LogSeverity, NotificationSeverity } from './shared/constants.ts';
export type { ErrorCode } from './shared/errors.ts';
export type * from './types/custom.ts';
export type { DataSource } from './types/data-source.ts';
export type {
  AnyType,
  CheckedSingleType,
  CheckedType,
  DataSetOf,
  NameOf,
  Received,
  SingleTypeName,
  TypeName,
  ValuesOf,
} from './types/index.ts';
export type { ConfigValue } from './values/config.ts';
export type { Identifier, IdentifierFields } from './values/identifier.ts';
export type { Meta, MetaValue } from './values/meta.ts';
export type { MultivalueFields } from './values/multivalue.ts';
export type { NotificationFields } from './values/notification.ts';
export type { Destination, IncompleteValues } from './values/typed-values.ts';
export type { ValuesFields } from './values/values.ts';

const collectd = {
  CollectdError,
  Config,
  DS_TYPE_ABSOLUTE,
  DS_TYPE_COUNTER,
  DS_TYPE_DERIVE,
  DS_TYPE_GAUGE,
  LOG_DEBUG,
  LOG_ERR,
  LOG_ERROR,
  LOG_INFO,
  LOG_NOTICE,
  LOG_WARNING,
  NOTIF_FAILURE,
  NOTIF_OKAY,
  NOTIF_WARNING,
  Notification,
  Signed,
  Unsigned,
  Values,
  cache,
  debug,
  dispatch_multivalue,
  dropped,
  error,
  flush,
  get_dataset,
  get_interval,
  /** This host, as collectd.conf names it: the default `host` of what is dispatched. */
  get hostname(): string {
    return native.session.hostname;
  },
  info,
  /** Seconds: the `Interval` of collectd.conf. See also {@link get_interval}. */
  get interval(): number {
    return native.session.global_interval;
  },
  notice,
  register_cache_event,
  register_config,
  register_data_set,
  register_flush,
  register_init,
  register_log,
  register_match,
  register_missing,
  register_notification,
  register_read,
  register_shutdown,
  register_target,
  register_write,
  signal,
  threshold,
  unregister_cache_event,
  unregister_config,
  unregister_flush,
  unregister_init,
  unregister_log,
  unregister_match,
  unregister_missing,
  unregister_notification,
  unregister_read,
  unregister_read_group,
  unregister_shutdown,
  unregister_target,
  unregister_write,
  /** The version of collectd that this was built for, such as `5.12.0.git`. */
  get version(): string {
    return native.session.version;
  },
  Secret,
  alias,
  block,
  blocks,
  boolean,
  deprecated,
  duration,
  hostPort,
  integer,
  list,
  number,
  oneOf,
  path,
  secret,
  size,
  string,
  url,
  warning,
} as const;

export default collectd;

// Only their types: where this is imported, the properties above are the exports
// (lib/worker/boot.ts), because there is no binding yet when this file runs.
/** See {@link collectd.hostname}. */
export declare const hostname: string;
/** See {@link collectd.interval}. */
export declare const interval: number;
/** See {@link collectd.version}. */
export declare const version: string;

export {
  alias,
  block,
  blocks,
  boolean,
  type Cache,
  CollectdError,
  Config,
  cache,
  DS_TYPE_ABSOLUTE,
  DS_TYPE_COUNTER,
  DS_TYPE_DERIVE,
  DS_TYPE_GAUGE,
  debug,
  deprecated,
  dispatch_multivalue,
  dropped,
  duration,
  error,
  flush,
  get_dataset,
  get_interval,
  hostPort,
  info,
  integer,
  LOG_DEBUG,
  LOG_ERR,
  LOG_ERROR,
  LOG_INFO,
  LOG_NOTICE,
  LOG_WARNING,
  list,
  NOTIF_FAILURE,
  NOTIF_OKAY,
  NOTIF_WARNING,
  Notification,
  notice,
  number,
  oneOf,
  path,
  register_cache_event,
  register_config,
  register_data_set,
  register_flush,
  register_init,
  register_log,
  register_match,
  register_missing,
  register_notification,
  register_read,
  register_shutdown,
  register_target,
  register_write,
  Secret,
  Signed,
  secret,
  signal,
  size,
  string,
  threshold,
  Unsigned,
  unregister_cache_event,
  unregister_config,
  unregister_flush,
  unregister_init,
  unregister_log,
  unregister_match,
  unregister_missing,
  unregister_notification,
  unregister_read,
  unregister_read_group,
  unregister_shutdown,
  unregister_target,
  unregister_write,
  url,
  Values,
  type ValuesConstructor,
  warning,
};
