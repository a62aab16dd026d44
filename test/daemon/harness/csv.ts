// What collectd's csv plugin wrote.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostname } from './config.ts';

export interface Row {
  time: number;
  /** As written: a number would round what the file has exactly. */
  values: string[];
}

/** The rows of one identifier without its host ("load/load"), in the order written. */
export function readCsv(dir: string, identifier: string): Row[] {
  const base = join(dir, 'csv', hostname, identifier);
  if (!existsSync(dirname(base))) return [];
  const prefix = identifier.slice(identifier.lastIndexOf('/') + 1);
  // One file a day, and a test may run over midnight.
  const files = readdirSync(dirname(base)).filter((name) => isDayOf(name, prefix));
  return files.sort().flatMap((name) => parse(readFileSync(join(dirname(base), name), 'utf8')));
}

/** How many rows each file has, for the output of a test that failed. */
export function csvSummary(dir: string): string {
  const base = join(dir, 'csv', hostname);
  if (!existsSync(base)) return '';
  const counts = readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((name) => /-\d{4}-\d\d-\d\d$/.test(name))
    .sort()
    .map((name) => `  ${name}: ${parse(readFileSync(join(base, name), 'utf8')).length}`);
  return ['Rows of csv:', ...counts].join('\n');
}

function isDayOf(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && /^-\d{4}-\d\d-\d\d$/.test(name.slice(prefix.length));
}

function parse(text: string): Row[] {
  // The last line is whole only if it has its end.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines
    .filter((line) => /^\d/.test(line))
    .map((line) => {
      const [time = '', ...values] = line.split(',');
      return { time: Number(time), values };
    });
}
