import { CommonJs, createRequire, isBuiltin } from './node-module.ts';

export type Builtins = Readonly<Record<string, object>>;
export type InternalRequire = (id: string) => unknown;

/** Node's class for `fs`, `path` and the like, as far as it is used here. */
interface BuiltinModule {
  exports: object;
  exportKeys: string[];
  loaded: boolean;
  module: { setExport(name: string, value: unknown): void };
  getESMFacade(): { getNamespace(): Record<string, unknown> };
}

interface BuiltinModules {
  new (id: string): BuiltinModule;
  readonly map: Map<string, BuiltinModule>;
  allowRequireByUsers(id: string): void;
  canBeRequiredWithoutScheme(id: string): boolean;
}

/**
 * Makes `collectd` a module like `fs`: for import and require, from everywhere, with no hook and no thread. This
 * is Node's internal interface, so the result is tried out; false means that somebody else has to provide it.
 */
export function registerBuiltins(builtins: Builtins, internalRequire: InternalRequire): boolean {
  try {
    const realm = internalRequire('internal/bootstrap/realm') as { BuiltinModule: BuiltinModules };
    const registered = Object.entries(builtins).every(([id, names]) =>
      register(realm.BuiltinModule, id, names),
    );
    if (!registered) for (const id of Object.keys(builtins)) realm.BuiltinModule.map.delete(id);
    return registered;
  } catch {
    return false;
  }
}

/**
 * What require() answers: the named exports, and what makes `import collectd from 'collectd'` in transpiled code
 * find the default one. Those two cannot be enumerated, so that they are no named exports.
 */
export function requirable(names: object): object {
  const { default: own, ...named } = Object.getOwnPropertyDescriptors(
    names,
  ) as PropertyDescriptorMap;
  const exports = Object.defineProperties({}, named);
  Object.defineProperty(exports, 'default', { value: defaultOf(names), configurable: true });
  return Object.defineProperty(exports, '__esModule', { value: true });
}

function defaultOf(names: object): unknown {
  return Object.hasOwn(names, 'default') ? (names as { default: unknown }).default : names;
}

function register(Builtin: BuiltinModules, id: string, names: object): boolean {
  const module = new Builtin(id);
  module.exports = requirable(names);
  module.exportKeys = Object.keys(module.exports);
  module.loaded = true;
  Builtin.map.set(id, module);
  Builtin.allowRequireByUsers(id);
  const namespace = module.getESMFacade().getNamespace();
  module.module.setExport('default', defaultOf(names));
  const require = createRequire('/');
  return (
    isBuiltin(id) &&
    Builtin.canBeRequiredWithoutScheme(id) &&
    namespace.default === defaultOf(names) &&
    module.exportKeys.every((name) => name in namespace) &&
    require(id) === module.exports &&
    require(`node:${id}`) === module.exports
  );
}

/** The second way, for require(). */
export function interceptBuiltins(builtins: Builtins): void {
  const modules = new Map<string, object>();
  for (const [id, names] of Object.entries(builtins)) {
    const exports = requirable(names);
    modules.set(id, exports);
    modules.set(`node:${id}`, exports);
  }
  const resolveFilename = CommonJs._resolveFilename;
  CommonJs._resolveFilename = function resolveBuiltin(request, ...rest) {
    if (modules.has(request)) return request;
    return Reflect.apply(resolveFilename, this, [request, ...rest]);
  };
  const load = CommonJs._load;
  CommonJs._load = function loadBuiltin(request, ...rest) {
    return modules.get(request) ?? Reflect.apply(load, this, [request, ...rest]);
  };
}
