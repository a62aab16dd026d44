import type { FlatMeta, NotificationFields } from '../contract/native.ts';
import type { IdentifierStrings } from '../shared/identifier-strings.ts';

/** A value list as the daemon would have it: every default filled in. */
export interface ValueList extends IdentifierStrings {
  /** Seconds since 1970. */
  readonly time: number;
  /** Seconds. */
  readonly interval: number;
  /** Numbers for gauges, bigints for the others. */
  readonly values: readonly (number | bigint)[];
  readonly meta: FlatMeta;
}

/** Where everything goes that a plugin would give to the daemon. */
export interface Output {
  values(list: ValueList): void;
  notification(fields: NotificationFields): void;
  log(severity: number, text: string): void;
  /** Seconds that it has waited for whoever reads it: no callback is late for that. */
  waited?(): number;
}
