import type { DataSourceFields, Native } from '../contract/native.ts';
import type { Registry } from './registry.ts';

export type DataSets = ReadonlyMap<string, DataSourceFields[]>;

/** Those of types.db and those that modules register. */
export class KnownDataSets {
  readonly #sets: Map<string, DataSourceFields[]>;
  readonly #locations = new Map<string, string>();

  constructor(sets: DataSets) {
    this.#sets = new Map(sets);
  }

  get(type: string): DataSourceFields[] | undefined {
    return this.#sets.get(type);
  }

  /** Empty, or where the other one comes from. */
  add(name: string, sources: readonly DataSourceFields[], location: string): string {
    if (this.#sets.has(name)) return this.#locations.get(name) ?? 'types.db';
    this.#sets.set(name, [...sources]);
    this.#locations.set(name, location);
    return '';
  }
}

export function dataSetFunctions(
  known: KnownDataSets,
  registry: Registry,
): Pick<Native, 'data_set' | 'register_data_set'> {
  return {
    data_set: (type) => known.get(type),
    register_data_set: (name, sources, _module, location) =>
      registry.isCommitted ? 'too late' : known.add(name, sources, location),
  };
}
