import { createRequire, syncBuiltinESMExports } from 'node:module';

/** Node's class for its own modules, as far as it is used here. */
interface BuiltinModule {
  compileForPublicLoader(): object;
}
type InternalRequire = (id: string) => unknown;

function find(internalRequire: InternalRequire | undefined, id: string): BuiltinModule | undefined {
  try {
    const realm = internalRequire?.('internal/bootstrap/realm') as
      | {
          BuiltinModule: { map: Map<string, BuiltinModule> };
        }
      | undefined;
    const found = realm?.BuiltinModule.map.get(id);
    return typeof found?.compileForPublicLoader === 'function' ? found : undefined;
  } catch {
    return undefined;
  }
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
