// The data sources of each type: collectd's own, or those of the TypesDB files.
import collectd, { type DataSource } from 'collectd';
import { log } from '../log.ts';

/** Undefined: the type is not known. */
export type DataSources = (type: string) => readonly DataSource[] | undefined;

export function dataSourcesOf(typesDb: ReadonlyMap<string, readonly DataSource[]> | undefined) {
  return typesDb === undefined ? fromCollectd : (type: string) => typesDb.get(type);
}

function fromCollectd(type: string): readonly DataSource[] | undefined {
  try {
    return collectd.get_dataset(type);
  } catch {
    return undefined;
  }
}

/** One line for each type that cannot be written, not for each value. */
export class TypeComplaints {
  readonly #types = new Set<string>();

  add(type: string, what: string): void {
    if (this.#types.has(type)) return;
    this.#types.add(type);
    log.warning(`type "${type}" ${what}; its values are not sent`);
  }
}
