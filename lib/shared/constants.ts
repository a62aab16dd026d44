import * as contract from '../contract/layout.generated.ts';

/** Severities of log messages, those of syslog(3). */
export const LOG_ERR = contract.LOG_ERR;
/** The same as {@link LOG_ERR}, under the name that collectd's Python plugin has. */
export const LOG_ERROR = LOG_ERR;
export const LOG_WARNING = contract.LOG_WARNING;
export const LOG_NOTICE = contract.LOG_NOTICE;
export const LOG_INFO = contract.LOG_INFO;
export const LOG_DEBUG = contract.LOG_DEBUG;

/** The severities that log callbacks get. */
export type LogSeverity =
  | typeof LOG_ERR
  | typeof LOG_WARNING
  | typeof LOG_NOTICE
  | typeof LOG_INFO
  | typeof LOG_DEBUG;

/** Severities of notifications. */
export const NOTIF_FAILURE = contract.NOTIF_FAILURE;
export const NOTIF_WARNING = contract.NOTIF_WARNING;
export const NOTIF_OKAY = contract.NOTIF_OKAY;

export type NotificationSeverity = typeof NOTIF_FAILURE | typeof NOTIF_WARNING | typeof NOTIF_OKAY;

/** Types of data sources, as `get_dataset()` names them. */
export const DS_TYPE_COUNTER = 'counter';
export const DS_TYPE_GAUGE = 'gauge';
export const DS_TYPE_DERIVE = 'derive';
export const DS_TYPE_ABSOLUTE = 'absolute';

export type DataSourceType =
  | typeof DS_TYPE_COUNTER
  | typeof DS_TYPE_GAUGE
  | typeof DS_TYPE_DERIVE
  | typeof DS_TYPE_ABSOLUTE;

/** In the order of collectd's numbers for them (plugin.h), which are those on the wire, too. */
export const DATA_SOURCE_TYPES: readonly DataSourceType[] = [
  DS_TYPE_COUNTER,
  DS_TYPE_GAUGE,
  DS_TYPE_DERIVE,
  DS_TYPE_ABSOLUTE,
];
