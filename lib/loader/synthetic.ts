import { SyntheticModule } from 'node:vm';

type Exports = ReadonlyMap<string, () => unknown>;

/** An ES module with the exports of one that only Node's own import() can load. Its values are those of now. */
export function syntheticNamespace(identifier: string, namespace: object): SyntheticModule {
  return synthetic(identifier, exportsOf(namespace));
}

/** The same for require()'d exports: `default` is theirs if they were an ES module once, else all of them. */
export function syntheticExports(identifier: string, exports: unknown): SyntheticModule {
  const isObject =
    (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  const named: Exports = isObject ? exportsOf(exports) : new Map();
  if (isObject && '__esModule' in exports) {
    const value = (): unknown => propertyOf(exports, 'default');
    return synthetic(identifier, new Map([...named, ['default', value]]));
  }
  return synthetic(identifier, new Map([...named, ['default', () => exports]]));
}

/**
 * Transpiled code assigns `exports.count = …` whenever an exported variable changes. Turning those properties
 * into accessors keeps the importing ES module's binding alive.
 */
export function keepLive(module: SyntheticModule, exports: object): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(exports))) {
    if (!descriptor.configurable || !('value' in descriptor) || name === '__esModule') continue;
    let current: unknown = descriptor.value;
    Object.defineProperty(exports, name, {
      configurable: true,
      enumerable: descriptor.enumerable ?? true,
      get: () => current,
      set(value: unknown) {
        current = value;
        // Before that the evaluation itself will read it.
        if (module.status === 'evaluated') module.setExport(name, value);
      },
    });
  }
}

function synthetic(identifier: string, exports: Exports): SyntheticModule {
  const module: SyntheticModule = new SyntheticModule(
    [...exports.keys()],
    () => {
      for (const [name, value] of exports) module.setExport(name, value());
    },
    { identifier },
  );
  return module;
}

function exportsOf(object: object): Exports {
  const names = Object.keys(object).filter((name) => name !== '__esModule');
  return new Map(names.map((name) => [name, () => propertyOf(object, name)]));
}

/** Packages have getters that throw, to say that something went away. */
function propertyOf(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return undefined;
  }
}
