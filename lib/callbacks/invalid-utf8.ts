import { logLine } from '../log/log.ts';
import { LOG_WARNING } from '../shared/constants.ts';
import type { IdentifierStrings } from '../shared/identifier-strings.ts';

/** As the log names a list whose identifier is not all text. */
export function shownIdentifier(identifier: IdentifierStrings): string {
  const { host, plugin, plugin_instance, type, type_instance } = identifier;
  return `${host}/${plugin}-${plugin_instance}/${type}-${type_instance}`;
}

/** @param shown - of shownIdentifier(). */
export function warnOfInvalidUtf8(shown: string): void {
  logLine(LOG_WARNING, `nodejs plugin: ${shown} is not UTF-8; what is not shows as U+FFFD`);
}
