import { createRequire, syncBuiltinESMExports } from 'node:module';
import {
  type BuiltinModule,
  builtinModules,
  type InternalRequire,
} from '../shared/builtin-module.ts';

function find(internalRequire: InternalRequire | undefined, id: string): BuiltinModule | undefined {
  if (internalRequire === undefined) return undefined;
  try {
    const found = builtinModules(internalRequire).map.get(id);
    return typeof found?.compileForPublicLoader === 'function' ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Does something before a module of Node's is loaded, by whomever; at once where that cannot be known. */
export function beforeBuiltin(
  internalRequire: InternalRequire | undefined,
  id: string,
  prepare: () => void,
): void {
  const builtin = find(internalRequire, id);
  if (builtin === undefined || typeof builtin.compileForInternalLoader !== 'function') {
    prepare();
    return;
  }
  builtin.compileForInternalLoader = function prepareAndCompile(this: BuiltinModule) {
    Reflect.deleteProperty(this, 'compileForInternalLoader');
    prepare();
    return this.compileForInternalLoader();
  };
}

/**
 * Changes one of Node's internal modules once it is loaded, by whomever. False where that cannot be known.
 */
export function afterBuiltin(
  internalRequire: InternalRequire | undefined,
  id: string,
  change: (exports: object) => void,
): boolean {
  const builtin = find(internalRequire, id);
  if (builtin === undefined || typeof builtin.compileForInternalLoader !== 'function') return false;
  if (builtin.loaded) {
    change(builtin.compileForInternalLoader());
    return true;
  }
  builtin.compileForInternalLoader = function compileAndChange(this: BuiltinModule) {
    Reflect.deleteProperty(this, 'compileForInternalLoader');
    const exports = this.compileForInternalLoader();
    change(exports);
    return exports;
  };
  return true;
}

/**
 * Changes a module of Node's before a plugin sees it. Not before one asks for it: a
 * worker that needs no child_process does not pay for it.
 */
export function changeBuiltin(
  internalRequire: InternalRequire | undefined,
  id: string,
  change: (exports: Record<string, unknown>) => void,
): void {
  const builtin = find(internalRequire, id);
  if (builtin === undefined) {
    // Internals differ from those we know: at once, then.
    change(createRequire('/')(id));
    syncBuiltinESMExports();
    return;
  }
  const { compileForPublicLoader } = builtin;
  let isChanged = false;
  builtin.compileForPublicLoader = function compileChanged(this: BuiltinModule) {
    const exports = compileForPublicLoader.call(this);
    if (!isChanged) {
      isChanged = true;
      change(exports as Record<string, unknown>);
      syncBuiltinESMExports();
    }
    return exports;
  };
}
