import {
  type BuiltinModules,
  builtinModules,
  type InternalRequire,
} from '../shared/builtin-module.ts';
import { CommonJs, createRequire, isBuiltin } from './node-module.ts';

/** Virtual modules, each made when somebody first asks for it; what costs nothing until then. */
export type Builtins = Readonly<Record<string, () => object>>;

/**
 * Makes `collectd` a module like `fs`: for import and require, from everywhere, with no hook and no thread. This
 * is Node's internal interface, so the result is tried out with the first of them, which is made for it; false
 * means that somebody else has to provide them all.
 */
export function registerBuiltins(builtins: Builtins, internalRequire: InternalRequire): boolean {
  try {
    const Builtin = builtinModules(internalRequire);
    const entries = Object.entries(builtins);
    const [first] = entries;
    for (const [id, load] of entries) register(Builtin, id, load);
    const works = first !== undefined && passesTrial(Builtin, ...first);
    if (!works) for (const [id] of entries) Builtin.map.delete(id);
    return works;
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
  const exports = Object.defineProperties(Object.create(Object.getPrototypeOf(names)), named);
  Object.defineProperty(exports, 'default', { value: defaultOf(names), configurable: true });
  return Object.defineProperty(exports, '__esModule', { value: true });
}

function defaultOf(names: object): unknown {
  return Object.hasOwn(names, 'default') ? (names as { default: unknown }).default : names;
}

function register(Builtin: BuiltinModules, id: string, load: () => object): void {
  const module = new Builtin(id);
  // Shadows the method of all the others until it has been called.
  module.compileForPublicLoader = () => {
    const names = load();
    Reflect.deleteProperty(module, 'compileForPublicLoader');
    module.exports = requirable(names);
    module.exportKeys = Object.keys(module.exports);
    module.loaded = true;
    module.getESMFacade();
    module.module.setExport('default', defaultOf(names));
    return module.exports;
  };
  Builtin.map.set(id, module);
  Builtin.allowRequireByUsers(id);
}

function passesTrial(Builtin: BuiltinModules, id: string, load: () => object): boolean {
  const require = createRequire('/');
  const exports = require(id) as object;
  const module = Builtin.map.get(id);
  const namespace = module?.getESMFacade().getNamespace();
  return (
    isBuiltin(id) &&
    Builtin.canBeRequiredWithoutScheme(id) &&
    namespace !== undefined &&
    namespace.default === defaultOf(load()) &&
    Object.keys(exports).every((name) => name in namespace) &&
    exports === module?.exports &&
    exports === require(`node:${id}`)
  );
}

/** The second way, for require(). */
export function interceptBuiltins(builtins: Builtins): void {
  const modules = new Map<string, () => object>();
  for (const [id, load] of Object.entries(builtins)) {
    const exports = once(() => requirable(load()));
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
    const exports = modules.get(request);
    return exports === undefined ? Reflect.apply(load, this, [request, ...rest]) : exports();
  };
}

/** The same object each time. What throws is tried again. */
export function once(load: () => object): () => object {
  let loaded: object | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
