import { logLine } from '../log/log.ts';
import { LOG_WARNING } from '../shared/constants.ts';

/** The strings of a list's identifier, as native code decoded them. */
export interface DecodedIdentifier {
  readonly host: string;
  readonly plugin: string;
  readonly plugin_instance: string;
  readonly type: string;
  readonly type_instance: string;
}

/** As the log names a list whose identifier is not all text. */
export function shownIdentifier(identifier: DecodedIdentifier): string {
  const { host, plugin, plugin_instance, type, type_instance } = identifier;
  return `${host}/${plugin}-${plugin_instance}/${type}-${type_instance}`;
}

/** @param shown - of shownIdentifier(). */
export function warnOfInvalidUtf8(shown: string): void {
  logLine(LOG_WARNING, `nodejs plugin: ${shown} is not UTF-8; what is not shows as U+FFFD`);
}
