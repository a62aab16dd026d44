/** What a plugin dispatches, line by line on stdout, and what it logs, on stderr. */
import { writeSync } from 'node:fs';
import type { NotificationFields } from '../../contract/native.ts';
import type { Output, ValueList } from '../../fake-collectd/index.ts';
import { LOG_ERR } from '../../shared/constants.ts';
import { asOwnOutput } from '../../shared/own-output.ts';
import { metaFromFlat } from '../../values/meta.ts';
import { formatNotification, formatValues } from '../putval.ts';
import type { Job } from './job.ts';

const NAMES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];

export function severityName(severity: number): string {
  return NAMES[severity] ?? String(severity);
}

/** Milliseconds spent on writing, most of them on waiting for whoever reads. */
let spent = 0;

/** At once and whole: whoever reads may be as slow as it likes. */
function writeLine(fd: number, line: string, writing: Int32Array): void {
  let rest = Buffer.from(`${line}\n`);
  const began = performance.now();
  Atomics.store(writing, 0, 1);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSome(fd, rest));
  } finally {
    Atomics.store(writing, 0, 0);
    spent += performance.now() - began;
  }
}

function writeSome(fd: number, bytes: Buffer): number {
  try {
    return asOwnOutput(() => writeSync(fd, bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

/** False: nobody reads it any more. */
export function tryWriteLine(fd: number, line: string, writing: Int32Array): boolean {
  try {
    writeLine(fd, line, writing);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false;
    throw error;
  }
}

/** @param onClosed - called once, when nobody reads stdout any more. */
export function lineOutput(
  { format, lineLimit, writing }: Pick<Job, 'format' | 'lineLimit' | 'writing'>,
  log: Output['log'],
  onClosed: () => void,
): Output {
  let isOpen = true;
  const print = (line: string): void => {
    if (!isOpen) return;
    if (Buffer.byteLength(line) > lineLimit) {
      const start = line.slice(0, 80);
      log(LOG_ERR, `nodejs plugin: Too long for collectd's exec plugin, left out: ${start}…`);
      return;
    }
    isOpen = tryWriteLine(1, line, writing);
    if (!isOpen) onClosed();
  };
  const waited = () => spent / 1000;
  if (format === 'none') return { values: () => {}, notification: () => {}, log, waited };
  if (format === 'json') {
    return {
      values: (list) => print(valuesJson(list)),
      notification: (fields) => print(notificationJson(fields)),
      log,
      waited,
    };
  }
  return {
    values: (list) => print(formatValues(list, metaFromFlat(list.meta))),
    notification: (fields) => {
      const { meta, ...rest } = named(fields);
      print(formatNotification(rest, meta));
    },
    log,
    waited,
  };
}

/** Integers with all of their digits; null for what JSON has no number for. */
function valuesJson({ values, meta, ...rest }: ValueList): string {
  const numbers = values.map((value) => (Number.isFinite(Number(value)) ? String(value) : 'null'));
  const start = JSON.stringify({ kind: 'values', ...rest }).slice(0, -1);
  return `${start},"values":[${numbers.join(',')}],"meta":${metaJson(metaFromFlat(meta))}}`;
}

function notificationJson(fields: NotificationFields): string {
  const { meta, ...rest } = named(fields);
  const start = JSON.stringify({ kind: 'notification', ...rest }).slice(0, -1);
  return `${start},"meta":${metaJson(meta)}}`;
}

function metaJson(meta: object): string {
  const entries = Object.entries(meta).map(([key, value]) => {
    const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${entries.join(',')}}`;
}

function named(fields: NotificationFields) {
  const [severity, time, message, host, plugin, plugin_instance, type, ...rest] = fields;
  const [type_instance, flat] = rest;
  const meta = metaFromFlat(flat);
  return { severity, time, message, host, plugin, plugin_instance, type, type_instance, meta };
}
