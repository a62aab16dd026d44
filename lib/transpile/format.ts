/**
 * CommonJS is what runs first; a real ES module only where nothing else will do (top-level await). A script is a
 * line of the REPL: nothing is added.
 */
export type Format = 'commonjs' | 'module' | 'script';

export interface TranspileOptions {
  readonly path: string;
  readonly format: Format;
}

export interface Transpiled {
  readonly code: string;
  /** See lib/location/column-map.ts. */
  readonly columnMap: string;
  /** Names a CommonJS wrapper would give that the author declares himself, such as `__dirname`. */
  readonly declares: readonly string[];
  /** Where what looks like the first top-level await stands. */
  readonly awaits: { readonly line: number; readonly column: number } | null;
}
