/** Severities of log messages, those of syslog(3). */
export const LOG_ERR = 3;
/** The same as {@link LOG_ERR}, under the name that collectd's Python plugin has. */
export const LOG_ERROR = LOG_ERR;
export const LOG_WARNING = 4;
export const LOG_NOTICE = 5;
export const LOG_INFO = 6;
export const LOG_DEBUG = 7;

/** Severities of notifications. */
export const NOTIF_FAILURE = 1;
export const NOTIF_WARNING = 2;
export const NOTIF_OKAY = 4;

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
