import { REFUSAL_DUPLICATE, REFUSAL_IN_TYPES_DB } from '../contract/layout.generated.ts';
import type { DataSourceFields, Refusal } from '../contract/native.ts';

export type DataSets = ReadonlyMap<string, DataSourceFields[]>;

/** Those of types.db and those that modules register. */
export class KnownDataSets {
  readonly #sets: Map<string, DataSourceFields[]>;
  readonly #places = new Map<string, string>();

  constructor(sets: DataSets) {
    this.#sets = new Map(sets);
  }

  get(type: string): DataSourceFields[] | undefined {
    return this.#sets.get(type);
  }

  /** Undefined, or where the other one comes from. */
  add(name: string, sources: readonly DataSourceFields[], place: string): Refusal | undefined {
    if (this.#sets.has(name)) {
      const other = this.#places.get(name);
      return other === undefined ? [REFUSAL_IN_TYPES_DB, ''] : [REFUSAL_DUPLICATE, other];
    }
    this.#sets.set(name, [...sources]);
    this.#places.set(name, place);
    return undefined;
  }
}
