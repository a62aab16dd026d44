/** What a plugin dispatches, line by line on stdout, and what it logs, on stderr. */
import { writeSync } from 'node:fs';
import { metaFromFlat } from '../../meta.ts';
import type { NotificationFields } from '../../native.ts';
import type { Output, ValueList } from '../../standin/index.ts';
import { formatNotification, formatValues } from '../putval.ts';

const names = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];

export function severityName(severity: number): string {
  return names[severity] ?? String(severity);
}

/** At once and whole: whoever reads may be as slow as it likes. */
export function writeLine(fd: number, line: string): void {
  let rest = Buffer.from(`${line}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

export function lineOutput(format: 'putval' | 'json' | 'none', log: Output['log']): Output {
  const print = (line: string): void => {
    try {
      writeLine(1, line);
    } catch (error) {
      // Whoever read this has enough.
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
      throw error;
    }
  };
  if (format === 'none') return { values: () => {}, notification: () => {}, log };
  if (format === 'json') {
    return {
      values: (list) => print(valuesJson(list)),
      notification: (fields) => print(JSON.stringify({ kind: 'notification', ...named(fields) })),
      log,
    };
  }
  return {
    values: (list) => print(formatValues(list)),
    notification: (fields) => print(formatNotification(named(fields))),
    log,
  };
}

/** Integers with all of their digits; null for what JSON has no number for. */
function valuesJson({ values, meta, ...rest }: ValueList): string {
  const numbers = values.map((value) => (Number.isFinite(Number(value)) ? String(value) : 'null'));
  const start = JSON.stringify({ kind: 'values', ...rest }).slice(0, -1);
  return `${start},"values":[${numbers.join(',')}],"meta":${metaJson(meta)}}`;
}

function metaJson(meta: ValueList['meta']): string {
  return JSON.stringify(metaFromFlat(meta));
}

function named(fields: NotificationFields) {
  const [severity, time, message, host, plugin, plugin_instance, type, type_instance] = fields;
  return { severity, time, message, host, plugin, plugin_instance, type, type_instance };
}
