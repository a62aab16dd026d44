import { inspect } from 'node:util';
import { MESSAGE_SIZE, NAME_SIZE } from '../contract/layout.generated.ts';
import { type NotificationFields as Crossing, type FlatMeta, native } from '../contract/native.ts';
import { currentContext } from '../execution/context.ts';
import { warnOfTruncation } from '../log/truncation.ts';
import {
  LOG_ERR,
  LOG_INFO,
  LOG_NOTICE,
  NOTIF_FAILURE,
  NOTIF_OKAY,
  NOTIF_WARNING,
  type NotificationSeverity,
} from '../shared/constants.ts';
import { rangeError, runtimeError, typeError } from '../shared/errors.ts';
import { isFields, keepFields, NONE, orElse, refuseFields } from '../shared/field-arguments.ts';
import { formatObject } from '../shared/format-object.ts';
import { DEFAULT_PLUGIN } from '../shared/plugin-name.ts';
import { byteLength } from '../shared/primordials.ts';
import { suggestion } from '../shared/suggestion.ts';
import { checkText } from '../shared/text.ts';
import { flattenMeta, type Meta, metaFromFlat, ownMeta } from './meta.ts';
import { seconds } from './seconds.ts';
import { checkFields } from './unknown-fields.ts';

const MAX_NAME = NAME_SIZE - 1;
const MAX_MESSAGE = MESSAGE_SIZE - 1;
/** A notification that leads to a notification, and so on, ends here. */
const MAX_DEPTH = 8;
/** Crosses with the depth: a log callback has dispatched it, or a callback of one that it has dispatched. */
const QUIET = 0x10000;

const FIELDS: readonly string[] = [
  'message',
  'severity',
  'type',
  'type_instance',
  'plugin',
  'plugin_instance',
  'host',
  'time',
  'meta',
];
const FIELDS_EXAMPLE = "{ message: 'too hot' }";

/** The fields of a notification; all are optional where one is made or dispatched. */
export interface NotificationFields {
  message?: string;
  /** NOTIF_FAILURE (default), NOTIF_WARNING or NOTIF_OKAY. */
  severity?: NotificationSeverity;
  type?: string;
  type_instance?: string;
  /** Default: `nodejs`. */
  plugin?: string;
  plugin_instance?: string;
  /** Default: this host, as collectd.conf names it. */
  host?: string;
  /** Seconds since 1970, such as `Date.now() / 1000`; 0 is now. See {@link ValuesFields.time}. */
  time?: number;
  meta?: Meta;
}

/**
 * A notification: a message with a severity, and what it is about.
 *
 * Source: collectd-python(5), Notification; plugin.h, notification_t.
 */
export class Notification {
  declare message: string;
  declare severity: NotificationSeverity;
  declare host: string;
  declare plugin: string;
  declare plugin_instance: string;
  declare type: string;
  declare type_instance: string;
  declare time: number;
  declare meta: Meta;

  constructor(fields: NotificationFields = NONE) {
    if (!isFields(fields)) refuseFields('Notification', FIELDS_EXAMPLE);
    checkFields('Notification', fields, FIELDS);
    this.message = orElse(fields.message, '');
    this.severity = orElse(fields.severity, NOTIF_FAILURE);
    this.host = orElse(fields.host, '');
    this.plugin = orElse(fields.plugin, '');
    this.plugin_instance = orElse(fields.plugin_instance, '');
    this.type = orElse(fields.type, '');
    this.type_instance = orElse(fields.type_instance, '');
    this.time = orElse(fields.time, 0);
    this.meta = ownMeta(fields.meta);
  }

  /**
   * Gives it to every notification callback. `fields` are used instead of the
   * object's own. Text over 127 bytes (the message: 255) is cut, with one warning.
   *
   * @returns whether anybody listens.
   * @throws RangeError for another severity than the three and for a negative time;
   *   TypeError for one that is no number, for text that is no string or has NUL or lone surrogates; Error
   *   ERR_COLLECTD_TOO_DEEP from the eighth notification on that leads to another.
   * Source: collectd-python(5), Notification.dispatch.
   */
  dispatch(fields: NotificationFields = NONE): boolean {
    if (!isFields(fields)) refuseFields('fields', FIELDS_EXAMPLE);
    checkFields('Notification', fields, FIELDS);
    const context = currentContext();
    const depth = context?.depth ?? 0;
    if (depth >= MAX_DEPTH)
      throw runtimeError(
        'ERR_COLLECTD_TOO_DEEP',
        `${MAX_DEPTH} notifications have led to one another; this one is not dispatched`,
      );
    return native.notify([
      severityOf(orElse(fields.severity, this.severity)),
      seconds(orElse(fields.time, this.time), 'time'),
      text(orElse(fields.message, this.message), 'message', MAX_MESSAGE),
      text(orElse(fields.host, this.host), 'host', MAX_NAME) || native.session.hostname,
      text(orElse(fields.plugin, this.plugin), 'plugin', MAX_NAME) || DEFAULT_PLUGIN,
      text(orElse(fields.plugin_instance, this.plugin_instance), 'plugin_instance', MAX_NAME),
      text(orElse(fields.type, this.type), 'type', MAX_NAME),
      text(orElse(fields.type_instance, this.type_instance), 'type_instance', MAX_NAME),
      metaOf(orElse(fields.meta, this.meta)),
      context?.quiet === true ? depth | QUIET : depth,
    ]);
  }

  toString(): string {
    return formatObject(this, Object.entries(this));
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

keepFields(Notification, FIELDS);

/** Makes what a notification callback gets; how many have led to it, and whether a log callback was among those. */
export function receivedNotification(crossing: Crossing): {
  notification: Notification;
  depth: number;
  quiet: boolean;
} {
  const notification = new Notification({
    severity: crossing[0] as NotificationSeverity,
    time: crossing[1],
    message: crossing[2],
    host: crossing[3],
    plugin: crossing[4],
    plugin_instance: crossing[5],
    type: crossing[6],
    type_instance: crossing[7],
    meta: metaFromFlat(crossing[8]),
  });
  const way = crossing[9];
  return { notification, depth: way & ~QUIET, quiet: (way & QUIET) !== 0 };
}

function text(value: unknown, name: string, most: number): string {
  checkText(value, name);
  if (byteLength(value) > most) warnOfTruncation(value, most);
  return value;
}

/** Unlike those of a value list its keys are fields of NAME_SIZE bytes. */
function metaOf(meta: Meta): FlatMeta {
  const flat = flattenMeta(meta);
  for (let i = 0; i < flat.length; i += 3) text(flat[i], 'a key of meta', MAX_NAME);
  return flat;
}

/** For severities of log messages; LOG_WARNING is the same number as NOTIF_OKAY. */
const OF_LOG: Readonly<Record<number, string>> = {
  __proto__: null,
  [LOG_ERR]: 'NOTIF_FAILURE (this is LOG_ERR)',
  [LOG_NOTICE]: 'NOTIF_OKAY (this is LOG_NOTICE)',
  [LOG_INFO]: 'NOTIF_OKAY (this is LOG_INFO)',
} as never;

/** For `'warning'`, and for names that are misspelt. */
function meantSeverity(severity: unknown): string {
  if (typeof severity !== 'string') return '';
  const name = severity.replace(/^NOTIF_/i, '');
  const meant = suggestion(name, ['FAILURE', 'WARNING', 'OKAY']);
  return meant === undefined ? '' : `. Did you mean NOTIF_${meant}?`;
}

function severityOf(severity: unknown): number {
  if (severity === NOTIF_FAILURE || severity === NOTIF_WARNING || severity === NOTIF_OKAY)
    return severity;
  if (typeof severity !== 'number')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `severity must be NOTIF_FAILURE, NOTIF_WARNING or NOTIF_OKAY${meantSeverity(severity)}`,
    );
  const meant = OF_LOG[severity];
  throw rangeError(
    'ERR_COLLECTD_OUT_OF_RANGE',
    `severity must be NOTIF_FAILURE, NOTIF_WARNING or NOTIF_OKAY, not ${severity}${meant === undefined ? '' : `. Did you mean ${meant}?`}`,
  );
}
