/** Node's internal class of its own modules, as far as it is used here. */

/** Node's internal require, which reaches what plugins cannot import. */
export type InternalRequire = (id: string) => unknown;

/** One of `fs`, `path` and the like. */
export interface BuiltinModule {
  exports: object;
  exportKeys: string[];
  loaded: boolean;
  module: { setExport(name: string, value: unknown): void };
  /** Called by Node's own modules, and before the following. */
  compileForInternalLoader(): object;
  /** Called by require() and import() alike, each time. */
  compileForPublicLoader(): object;
  getESMFacade(): { getNamespace(): Record<string, unknown> };
}

export interface BuiltinModules {
  new (id: string): BuiltinModule;
  readonly map: Map<string, BuiltinModule>;
  allowRequireByUsers(id: string): void;
  canBeRequiredWithoutScheme(id: string): boolean;
}

/** @throws where there is no such module: internals differ between versions. */
export function builtinModules(internalRequire: InternalRequire): BuiltinModules {
  const realm = internalRequire('internal/bootstrap/realm') as { BuiltinModule: BuiltinModules };
  return realm.BuiltinModule;
}
