import { NOTIF_FAILURE, NOTIF_OKAY, NOTIF_WARNING } from '../../shared/constants.ts';
import type { Origin, SecurityLevel, Sender } from './item.ts';
import { headOf, sourceOf } from './text.ts';

/** The fields of a notification; all are optional where a Notification is made. */
export interface NotificationFields extends Origin {
  host?: string;
  plugin?: string;
  plugin_instance?: string;
  type?: string;
  type_instance?: string;
  /** Seconds since 1970. */
  time?: number;
  /** The same instant in 2^-30 s, exactly. */
  time_hr?: bigint | undefined;
  /** `NOTIF_FAILURE`, `NOTIF_WARNING` or `NOTIF_OKAY`. Default: `NOTIF_FAILURE`. */
  severity?: number;
  message?: string;
}

/**
 * A notification that came over the network, or is to go there.
 *
 * Source: plugin.h, notification_t; the Reader for Python by Adrián Pérez (2009), Notification.
 */
export class Notification {
  readonly kind = 'notification';
  host: string;
  plugin: string;
  plugin_instance: string;
  type: string;
  type_instance: string;
  /** Seconds since 1970, as exact as a number can be (a quarter of a microsecond). */
  time: number;
  /** What the packet had, in 2^-30 s; undefined in a Notification made without it. */
  time_hr: bigint | undefined;
  /** `NOTIF_FAILURE`, `NOTIF_WARNING`, `NOTIF_OKAY`, or whatever else the packet had. */
  severity: number;
  message: string;
  security: SecurityLevel;
  username: string | undefined;
  sender: Sender | undefined;

  constructor(fields: NotificationFields = {}) {
    this.host = fields.host ?? '';
    this.plugin = fields.plugin ?? '';
    this.plugin_instance = fields.plugin_instance ?? '';
    this.type = fields.type ?? '';
    this.type_instance = fields.type_instance ?? '';
    this.time = fields.time ?? 0;
    this.time_hr = fields.time_hr;
    this.severity = fields.severity ?? NOTIF_FAILURE;
    this.message = fields.message ?? '';
    this.security = fields.security ?? 'none';
    this.username = fields.username;
    this.sender = fields.sender;
  }

  /** host/plugin/plugin_instance/type/type_instance without those that are empty. */
  get source(): string {
    return sourceOf(this);
  }

  get datetime(): Date {
    return new Date(this.time * 1000);
  }

  /** FAILURE, WARNING, OKAY or UNKNOWN. */
  get severitystring(): 'FAILURE' | 'WARNING' | 'OKAY' | 'UNKNOWN' {
    if (this.severity === NOTIF_FAILURE) return 'FAILURE';
    if (this.severity === NOTIF_WARNING) return 'WARNING';
    return this.severity === NOTIF_OKAY ? 'OKAY' : 'UNKNOWN';
  }

  /** `[1237749608] localhost/swap [WARNING] swap is full` */
  toString(): string {
    return `${headOf(this)} [${this.severitystring}] ${this.message}`;
  }
}
