/**
 * Items as commands of collectd's plain text protocol, one a line:
 * `PUTVAL "host/plugin-instance/type-instance" interval=10 1732177000.5:1:2`
 *
 * Source: collectd-unixsock(5).
 */

import { type Item, Notification, Values } from '../network/index.ts';
import type { DataSourceType } from '../shared/constants.ts';
import { identifierOf } from '../values/identifier.ts';

/** The types of the values of a type, or undefined where it is unknown. */
export type TypeLookup = (type: string) => readonly DataSourceType[] | undefined;

const SEVERITIES: Readonly<Record<string, number>> = { failure: 1, warning: 2, okay: 4 };

export function formatCommand(item: Item): string {
  return item.kind === 'values' ? formatValues(item) : formatNotification(item);
}

/** What of a value list is told in this protocol, besides its meta data. */
export type ValueFields = Pick<
  Values,
  'host' | 'plugin' | 'plugin_instance' | 'type' | 'type_instance' | 'time' | 'interval'
> & { readonly values: readonly (number | bigint)[] };

/** What of a notification is told in this protocol, besides its meta data. */
export type NotificationFields = Pick<
  Notification,
  'host' | 'plugin' | 'plugin_instance' | 'type' | 'type_instance' | 'time' | 'severity' | 'message'
>;

/** @param meta - told as text: collectd reads no other meta data in this protocol. */
export function formatValues(item: ValueFields, meta: object = {}): string {
  const values = item.values.map((value) => (Number.isNaN(value) ? 'U' : number(value)));
  const list = [number(item.time), ...values].join(':');
  const interval = item.interval > 0 ? `interval=${number(item.interval)} ` : '';
  // Read with quotes around it, and nothing within them is taken away.
  const told = plainMeta(meta).map(([key, text]) => `meta:${key}=${quote(`"${text}"`)} `);
  return `PUTVAL ${quote(identifierOf(item))} ${interval}${told.join('')}${list}`;
}

/** @param meta - as in {@link formatValues}. */
export function formatNotification(item: NotificationFields, meta: object = {}): string {
  const severity = Object.keys(SEVERITIES).find((name) => SEVERITIES[name] === item.severity);
  const pairs = [`severity=${severity ?? item.severity}`, `time=${number(item.time)}`];
  for (const name of ['host', 'plugin', 'plugin_instance', 'type', 'type_instance'] as const) {
    if (item[name] !== '') pairs.push(`${name}=${quote(item[name])}`);
  }
  for (const [key, text] of plainMeta(meta)) pairs.push(`s:${key}=${quote(text)}`);
  return `PUTNOTIF ${pairs.join(' ')} message=${quote(item.message)}`;
}

/** With other keys collectd would refuse the line. */
const plainMeta = (meta: object): [string, string][] =>
  Object.entries(meta)
    .filter(([key]) => /^\w+$/.test(key))
    .map(([key, value]) => [key, String(value)]);

/** Never with an exponent where that would not be read back. */
function number(value: number | bigint): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  return value === Number.NEGATIVE_INFINITY ? '-inf' : String(value);
}

/** One line, whatever is in it. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`;
}

/**
 * The items of one line: none for an empty line and a comment, several for several value lists.
 *
 * @throws Error with a message for whoever wrote the line.
 */
export function parseCommand(line: string, types: TypeLookup, interval: number): Item[] {
  const [command, ...words] = split(line);
  if (command === undefined || command.startsWith('#')) return [];
  if (command.toUpperCase() === 'PUTVAL') return parseValues(words, types, interval);
  if (command.toUpperCase() === 'PUTNOTIF') return [parseNotification(words)];
  throw new Error(`unknown command ${command}: PUTVAL and PUTNOTIF are known`);
}

/** Words; what is quoted may have blanks in it, and a backslash before any character. */
function split(line: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s"]|"(?:[^"\\]|\\.)*")+)/y;
  const text = line.trim();
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const [, word] = pattern.exec(text) ?? [];
    if (word === undefined) throw new Error(`quote without its end: ${text.slice(at, at + 40)}`);
    words.push(
      word.replace(/"((?:[^"\\]|\\.)*)"/g, (_all, inner: string) => inner.replace(/\\(.)/g, '$1')),
    );
  }
  return words;
}

function parseValues(words: readonly string[], types: TypeLookup, interval: number): Values[] {
  const [identifier = '', ...rest] = words;
  const fields = parseIdentifier(identifier);
  const dstypes = types(fields.type);
  if (dstypes === undefined) throw new Error(`unknown type "${fields.type}" in ${identifier}`);
  const items: Values[] = [];
  let seconds = interval;
  for (const word of rest) {
    const [, name, value = ''] = /^([\w:]+)=(.*)$/.exec(word) ?? [];
    // The network protocol has no meta data.
    if (name?.toLowerCase().startsWith('meta:')) continue;
    if (name === undefined) {
      const [time = '', ...values] = word.split(':');
      if (values.length !== dstypes.length) {
        const message = `${values.length} values, but ${fields.type} has ${dstypes.length}`;
        throw new Error(`${message}: ${word}`);
      }
      items.push(
        new Values({
          ...fields,
          time: parseTime(time),
          interval: seconds,
          values: values.map((text, index) => parseValue(text, dstypes[index] ?? 'gauge')),
          dstypes,
        }),
      );
    } else if (name.toLowerCase() === 'interval') {
      seconds = parseNumber('interval', value);
    } else throw new Error(`unknown option ${name}: interval is known`);
  }
  if (items.length === 0) throw new Error(`no values for ${identifier}`);
  return items;
}

function parseIdentifier(identifier: string) {
  const [, host, plugin, type] = /^([^/]+)\/([^/]+)\/(.+)$/.exec(identifier) ?? [];
  if (host === undefined || plugin === undefined || type === undefined) {
    throw new Error(`"${identifier}" is not host/plugin[-instance]/type[-instance]`);
  }
  const [pluginName = '', plugin_instance = ''] = splitOnce(plugin);
  const [typeName = '', type_instance = ''] = splitOnce(type);
  return { host, plugin: pluginName, plugin_instance, type: typeName, type_instance };
}

function splitOnce(text: string): [string, string] {
  const dash = text.indexOf('-');
  return dash < 0 ? [text, ''] : [text.slice(0, dash), text.slice(dash + 1)];
}

const parseTime = (text: string): number =>
  text === 'N' ? Date.now() / 1000 : parseNumber('time', text);

function parseNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && Number.isFinite(value)) return value;
  throw new Error(`${name} is no number of seconds: "${text}"`);
}

function parseValue(text: string, dstype: DataSourceType): number | bigint {
  if (dstype === 'gauge') {
    if (text === 'U' || /^nan$/i.test(text)) return Number.NaN;
    const [, sign, infinite] = /^([-+]?)(inf(?:inity)?)$/i.exec(text) ?? [];
    if (infinite !== undefined) return sign === '-' ? -Infinity : Infinity;
    if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
  } else if (/^-?\d+$/.test(text)) return BigInt(text);
  throw new Error(`not a value of type ${dstype}: "${text}"`);
}

function parseNotification(words: readonly string[]): Notification {
  const item = new Notification({ time: Date.now() / 1000, severity: 0 });
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = word.slice(0, equals).toLowerCase();
    const value = word.slice(equals + 1);
    if (name === 'severity') item.severity = SEVERITIES[value.toLowerCase()] ?? Number(value);
    else if (name === 'time') item.time = parseTime(value);
    else if (
      name === 'host' ||
      name === 'plugin' ||
      name === 'plugin_instance' ||
      name === 'type' ||
      name === 'type_instance' ||
      name === 'message'
    )
      item[name] = value;
    // Meta data, as above.
    else if (/^s:./.test(name)) continue;
    else throw new Error(`unknown option ${name || word}`);
  }
  if (!Object.values(SEVERITIES).includes(item.severity)) {
    throw new Error('severity must be failure, warning or okay');
  }
  if (item.message === '') throw new Error('a notification needs a message');
  return item;
}
