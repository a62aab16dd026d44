import {
  REFUSAL_DUPLICATE,
  REFUSAL_IN_TYPES_DB,
  REFUSAL_TOO_LATE,
} from '../contract/layout.generated.ts';
import type { DataSourceFields, Native, Refusal } from '../contract/native.ts';
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

  /** Undefined, or where the other one comes from. */
  add(name: string, sources: readonly DataSourceFields[], location: string): Refusal | undefined {
    if (this.#sets.has(name)) {
      const other = this.#locations.get(name);
      return other === undefined ? [REFUSAL_IN_TYPES_DB, ''] : [REFUSAL_DUPLICATE, other];
    }
    this.#sets.set(name, [...sources]);
    this.#locations.set(name, location);
    return undefined;
  }
}

export function dataSetFunctions(
  known: KnownDataSets,
  registry: Registry,
): Pick<Native, 'data_set' | 'register_data_set'> {
  return {
    data_set: (type) => known.get(type),
    register_data_set: (name, sources, _module, location) =>
      registry.isCommitted ? [REFUSAL_TOO_LATE, ''] : known.add(name, sources, location),
  };
}
