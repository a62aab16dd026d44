import type { Item } from '../network/index.ts';
import { formatCommand } from './putval.ts';

/** How `listen` can print an item: one line each. */
export const formats = {
  text: (item: Item): string => String(item).replace(/[\r\n]+/g, ' '),
  json: formatJson,
  putval: formatCommand,
} as const;

export type Format = keyof typeof formats;

/** Integers with all of their digits, so that a reader with big integers loses nothing. */
function formatJson(item: Item): string {
  const { kind, host, plugin, plugin_instance, type, type_instance, time } = item;
  const { security, username, sender } = item;
  const head = { kind, host, plugin, plugin_instance, type, type_instance, time };
  const tail = { security, username, sender };
  if (item.kind === 'notification') {
    const { severity, message } = item;
    return JSON.stringify({ ...head, severity, message, ...tail });
  }
  const { interval, dstypes } = item;
  // JSON has neither NaN nor infinities: null stands for them.
  const values = item.values.map((value) =>
    Number.isFinite(Number(value)) ? String(value) : 'null',
  );
  const start = JSON.stringify({ ...head, interval, dstypes }).slice(0, -1);
  return `${start},"values":[${values.join(',')}],${JSON.stringify(tail).slice(1)}`;
}
