import type { DataSourceType } from '../shared/constants.ts';

/** One data source of a data set, as a line of types.db describes it. */
export interface DataSource<
  Name extends string = string,
  Type extends DataSourceType = DataSourceType,
> {
  readonly name: Name;
  readonly type: Type;
  /** null: unlimited. */
  readonly min: number | null;
  readonly max: number | null;
}
