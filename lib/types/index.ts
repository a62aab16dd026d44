/** What the compiler knows of types.db: nothing of this is there at run time. */
import type { CustomTypes } from './custom.ts';
import type { DataSource } from './data-source.ts';
import type { ShippedTypes } from './shipped.ts';

/** A type of the types.db that collectd ships, or one declared in {@link CustomTypes}. */
export type TypeName = keyof ShippedTypes | keyof CustomTypes;

/** Any text, for what is known at run time only; editors complete the names they know. */
export type AnyType = TypeName | (string & {});

type KnownTypes = Omit<ShippedTypes, keyof CustomTypes> & CustomTypes;

type NumbersFor<Sources, N> = Sources extends readonly unknown[]
  ? { -readonly [Index in keyof Sources]: N }
  : never;

// Looked up, for a Values<'gauge'> to be a Values<string>: with conditional types it would be none.
interface Names extends Readonly<{ [Type in TypeName]: Type }> {
  readonly [type: string]: AnyType;
}
interface DataSets extends Readonly<{ [Type in TypeName]: Readonly<KnownTypes[Type]> }> {
  readonly [type: string]: readonly DataSource[];
}
interface Numbers<N> extends Readonly<{ [Type in TypeName]: NumbersFor<KnownTypes[Type], N> }> {
  readonly [type: string]: N[];
}

/** The name of a type, or any where it is not known. */
export type NameOf<T extends string> = Names[T];

/** The data sources of a type: a tuple with their names and types where the type is known. */
export type DataSetOf<T extends string> = DataSets[T];

/** One number for each data source of a type. */
export type ValuesOf<T extends string, N extends number | bigint = number | bigint> = Numbers<N>[T];

/** The type of values that collectd hands over: numbers, with `bigint: true` also bigints. */
export type Received<Exact extends boolean> = true extends Exact ? number | bigint : number;

/** The types with one data source. */
export type SingleTypeName = {
  [Type in TypeName]: KnownTypes[Type] extends readonly [unknown] ? Type : never;
}[TypeName];

/** As {@link CheckedType}, of those with one data source. */
export type CheckedSingleType<T extends string> = string extends T
  ? T
  : T extends SingleTypeName
    ? T
    : SingleTypeName;

/** A type that is written out has to be known; one that is computed is looked up at run time. */
export type CheckedType<T extends string> = string extends T
  ? T
  : T extends TypeName
    ? T
    : TypeName;
