import { rangeError } from '../../shared/errors.ts';
import { SECONDS_LIMIT } from '../../shared/time.ts';
import type { ValuesFields } from '../items/values.ts';
import { secondsOf, unitsOf } from '../protocol/cdtime.ts';
import { IDENTIFIER_LIMIT, Part } from '../protocol/wire.ts';
import type { WireValues } from './numbers.ts';
import { Packet } from './packet.ts';
import { textSize } from './text-size.ts';

/** What the list before it in the same datagram had: only what differs is written. */
interface Last {
  host: string;
  plugin: string;
  pluginInstance: string;
  type: string;
  typeInstance: string;
  time: number;
  timeHr: bigint | undefined;
  interval: number;
  intervalHr: bigint | undefined;
}

const NOTHING: Readonly<Last> = {
  host: '',
  plugin: '',
  pluginInstance: '',
  type: '',
  typeInstance: '',
  time: 0,
  timeHr: 0n,
  interval: 0,
  intervalHr: 0n,
};

/** Value lists of one datagram. */
export class ValueListWriter {
  readonly #packet: Packet;
  readonly #low: boolean;
  #last: Last = { ...NOTHING };

  constructor(limit: number, low: boolean) {
    this.#packet = new Packet(limit);
    this.#low = low;
  }

  get empty(): boolean {
    return this.#packet.end === 0;
  }

  /** False when it does not fit: nothing has changed then, as when it throws. */
  add(item: ValuesFields, values: WireValues): boolean {
    const packet = this.#packet;
    const start = packet.end;
    const { host = '', plugin = '', plugin_instance: pluginInstance = '' } = item;
    const { type = '', type_instance: typeInstance = '' } = item;
    const { time = 0, time_hr: timeHr, interval = 0, interval_hr: intervalHr } = item;
    const last = this.#last;
    try {
      if (host !== last.host) writeIdentifier(packet, Part.host, 'host', host);
      if (time !== last.time || timeHr !== last.timeHr) this.#writeTime(time, timeHr);
      if (interval !== last.interval || intervalHr !== last.intervalHr)
        this.#writeInterval(interval, intervalHr);
      if (plugin !== last.plugin) writeIdentifier(packet, Part.plugin, 'plugin', plugin);
      if (pluginInstance !== last.pluginInstance)
        writeIdentifier(packet, Part.pluginInstance, 'plugin_instance', pluginInstance);
      if (type !== last.type) writeIdentifier(packet, Part.type, 'type', type);
      if (typeInstance !== last.typeInstance)
        writeIdentifier(packet, Part.typeInstance, 'type_instance', typeInstance);
      packet.writeValues(values.types, values.values);
    } catch (error) {
      packet.cut(start);
      throw error;
    }
    if (packet.full) {
      packet.cut(start);
      return false;
    }
    last.host = host;
    last.time = time;
    last.timeHr = timeHr;
    last.interval = interval;
    last.intervalHr = intervalHr;
    last.plugin = plugin;
    last.pluginInstance = pluginInstance;
    last.type = type;
    last.typeInstance = typeInstance;
    return true;
  }

  take(): Buffer {
    this.#last = { ...NOTHING };
    return this.#packet.take();
  }

  #writeTime(time: number, exact: bigint | undefined): void {
    const last = this.#last;
    if (isSame(time, exact, last.time, last.timeHr)) return;
    if (!this.#low) writeSeconds(this.#packet, Part.timeHr, 'time', time, exact);
    else if (Math.floor(time) !== Math.floor(last.time))
      writeWholeSeconds(this.#packet, Part.time, 'time', Math.floor(time));
  }

  #writeInterval(interval: number, exact: bigint | undefined): void {
    const last = this.#last;
    if (isSame(interval, exact, last.interval, last.intervalHr)) return;
    if (!this.#low) writeSeconds(this.#packet, Part.intervalHr, 'interval', interval, exact);
    else if (wholeInterval(interval) !== wholeInterval(last.interval))
      writeWholeSeconds(this.#packet, Part.interval, 'interval', wholeInterval(interval));
  }
}

/** 0 is "none", so that a shorter one than a second is a second. */
function wholeInterval(interval: number): number {
  return interval > 0 && interval < 1 ? 1 : Math.round(interval);
}

/** Equal with and without the exact form, which is not there or no longer that of the number. */
function isSame(
  a: number,
  aExact: bigint | undefined,
  b: number,
  bExact: bigint | undefined,
): boolean {
  return a === b && exactOf(a, aExact) === exactOf(b, bExact);
}

function exactOf(seconds: number, exact: bigint | undefined): bigint {
  return exact !== undefined && secondsOf(exact) === seconds ? exact : BigInt(unitsOf(seconds));
}

export function writeIdentifier(packet: Packet, id: number, name: string, text: string): void {
  packet.writeString(id, text, textSize(name, text, IDENTIFIER_LIMIT));
}

/** `exact` counts as long as it is the same instant: whoever changes a time need not know of it. */
export function writeSeconds(
  packet: Packet,
  id: number,
  name: string,
  seconds: number,
  exact: bigint | undefined,
): void {
  if (exact !== undefined && secondsOf(exact) === seconds && BigInt.asUintN(64, exact) === exact) {
    packet.writeNumber(id, exact);
    return;
  }
  checkSeconds(name, seconds);
  packet.writeSeconds(id, seconds);
}

export function writeWholeSeconds(packet: Packet, id: number, name: string, seconds: number): void {
  checkSeconds(name, seconds);
  packet.writeNumber(id, BigInt(seconds));
}

function checkSeconds(name: string, seconds: number): void {
  if (typeof seconds === 'number' && seconds >= 0 && seconds < SECONDS_LIMIT) return;
  const message = `${name} must be 0 to 2^34 seconds, not ${String(seconds)}`;
  throw rangeError('ERR_COLLECTD_OUT_OF_RANGE', message);
}
