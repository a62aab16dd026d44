import type { Builtins } from './builtins.ts';
import { hooks } from './node-module.ts';

const SHARED = Symbol.for('collectd-nodejs.builtins');

/**
 * The second way for import(), where Node's internals are not what builtins.ts expects: hooks that resolve the
 * names to modules of text which fetch their values from this thread's global object.
 */
export function hookBuiltins(builtins: Builtins): void {
  Object.defineProperty(globalThis, SHARED, { value: builtins, configurable: true });
  const loads = new Map<string, readonly [id: string, load: () => object]>();
  for (const entry of Object.entries(builtins))
    loads.set(entry[0], entry).set(`node:${entry[0]}`, entry);
  const urlOf = (specifier: string): string | undefined => {
    const entry = loads.get(specifier);
    return entry && `data:text/javascript,${encodeURIComponent(moduleText(entry[0], entry[1]()))}`;
  };
  if (hooks.registerHooks !== undefined) {
    hooks.registerHooks({
      resolve(specifier, context, next) {
        // require() is served from its cache.
        const url = context.conditions?.includes('import') ? urlOf(specifier) : undefined;
        if (url === undefined) return next(specifier, context);
        return { url, format: 'module', shortCircuit: true };
      },
    });
  } else {
    // These hooks run in a thread of their own, which has to be told everything beforehand.
    const urls = Object.fromEntries([...loads.keys()].map((name) => [name, urlOf(name)]));
    const text = `const urls = ${JSON.stringify(urls)};
      export async function resolve(specifier, context, next) {
        const url = urls[specifier];
        return url === undefined ? next(specifier, context) : { url, format: 'module', shortCircuit: true };
      }`;
    hooks.register?.(`data:text/javascript,${encodeURIComponent(text)}`);
  }
}

function moduleText(id: string, names: object): string {
  const source = `globalThis[Symbol.for('collectd-nodejs.builtins')][${JSON.stringify(id)}]()`;
  const named = Object.keys(names).filter((name) => name !== 'default');
  const lines = named.map((name, index) => `const n${index} = names[${JSON.stringify(name)}];`);
  const list = named.map((name, index) => `n${index} as ${JSON.stringify(name)}`);
  const value = Object.hasOwn(names, 'default') ? 'names.default' : 'names';
  return `const names = ${source};${lines.join('')}export { ${list.join(', ')} };export default ${value};`;
}
