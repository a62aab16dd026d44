import Module from 'node:module';

/** The parts of Node's CommonJS loader that a require hook needs. Documented nowhere, unchanged for a decade. */
export interface CommonJsModule {
  exports: unknown;
  readonly filename: string;
  loaded: boolean;
  paths: string[];
  require(id: string): unknown;
  _compile(code: string, filename: string): unknown;
}

interface CommonJsLoader {
  new (id: string, parent?: CommonJsModule | null): CommonJsModule & { filename: string };
  _cache: Record<string, CommonJsModule | undefined>;
  _extensions: Record<string, (module: CommonJsModule, filename: string) => void>;
  _load(request: string, parent: unknown, isMain?: boolean): unknown;
  _resolveFilename(request: string, parent: unknown, isMain?: boolean, options?: object): string;
}

export const CommonJs = Module as unknown as CommonJsLoader;
export const { createRequire, isBuiltin } = Module;

/** Node 18 neither requires ES modules nor looks whether a .js file without package.json is one. */
export const detectsModules = Reflect.get(process.features, 'require_module') === true;

/** Only in Node 20.6 (18.19) and later, and 22.15 and later. Types of both differ between versions. */
export interface LoaderHooks {
  readonly register?: (url: string) => void;
  readonly registerHooks?: (hooks: { resolve: ResolveHook }) => void;
}

export type ResolveHook = (
  specifier: string,
  context: { readonly conditions?: readonly string[] },
  next: (specifier: string, context: unknown) => unknown,
) => unknown;

export const hooks = Module as unknown as LoaderHooks;
