import { TextTable } from '../../shared/text-table.ts';
import type { Notification } from '../items/notification.ts';
import type { Values } from '../items/values.ts';
import { fromWholeSeconds, secondsOf } from '../protocol/cdtime.ts';
import { HEADER_SIZE, Part } from '../protocol/wire.ts';
import type { PartReader } from './part-reader.ts';

/** Hosts, plugins and types of all datagrams. */
const labels = new TextTable(2 ** 14);

/** What the parts read so far say of the items to come. Each part replaces what came before. */
export class DecodeState {
  #host = '';
  #plugin = '';
  #pluginInstance = '';
  #type = '';
  #typeInstance = '';
  #time = 0n;
  #timeSeconds = 0;
  #interval = 0n;
  #intervalSeconds = 0;
  #severity = 0;

  /** Takes in a part that describes. Others, and those of unknown types, are left alone. */
  update(id: number, reader: PartReader, at: number, next: number): void {
    switch (id) {
      case Part.host:
        this.#host = label(reader, at, next);
        break;
      case Part.plugin:
        this.#plugin = label(reader, at, next);
        break;
      case Part.pluginInstance:
        this.#pluginInstance = label(reader, at, next);
        break;
      case Part.type:
        this.#type = label(reader, at, next);
        break;
      case Part.typeInstance:
        this.#typeInstance = label(reader, at, next);
        break;
      case Part.time:
        this.#setTime(fromWholeSeconds(reader.number(at, next)));
        break;
      case Part.timeHr:
        this.#setTime(reader.number(at, next));
        break;
      case Part.interval:
        this.#setInterval(fromWholeSeconds(reader.number(at, next)));
        break;
      case Part.intervalHr:
        this.#setInterval(reader.number(at, next));
        break;
      case Part.severity:
        this.#severity = Number(reader.number(at, next));
        break;
    }
  }

  describeValues(item: Values): void {
    item.host = this.#host;
    item.plugin = this.#plugin;
    item.plugin_instance = this.#pluginInstance;
    item.type = this.#type;
    item.type_instance = this.#typeInstance;
    item.time = this.#timeSeconds;
    item.time_hr = this.#time;
    item.interval = this.#intervalSeconds;
    item.interval_hr = this.#interval;
  }

  describeNotification(item: Notification): void {
    item.host = this.#host;
    item.plugin = this.#plugin;
    item.plugin_instance = this.#pluginInstance;
    item.type = this.#type;
    item.type_instance = this.#typeInstance;
    item.time = this.#timeSeconds;
    item.time_hr = this.#time;
    item.severity = this.#severity;
  }

  #setTime(cdtime: bigint): void {
    this.#time = cdtime;
    this.#timeSeconds = secondsOf(cdtime);
  }

  #setInterval(cdtime: bigint): void {
    this.#interval = cdtime;
    this.#intervalSeconds = secondsOf(cdtime);
  }
}

function label(reader: PartReader, at: number, next: number): string {
  return labels.read(reader.bytes, at + HEADER_SIZE, reader.endOfString(at, next));
}
