import type { Item } from '../network/index.ts';
import { formatCommand } from './putval.ts';

/** How `listen` can print an item: one line each. */
export const formats = {
  text: (item: Item): string => onTerminal(String(item)),
  json: (item: Item): string => formatJson(item).replace(CONTROLS, escaped),
  putval: (item: Item): string => onTerminal(formatCommand(item)),
} as const;

/** Whoever sends a datagram must not move the cursor of whoever looks at it. */
const CONTROLS = /\p{Cc}+/gu;
const onTerminal = (line: string): string => line.replace(CONTROLS, ' ');
const escaped = (text: string): string =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

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
