/** The plugin's own name, where it stands for what has none or begins with it. */

/** The `plugin` of what is dispatched without one. */
export const DEFAULT_PLUGIN = 'nodejs';

/** With it begin the identifiers of all callbacks. */
export const IDENTIFIER_PREFIX = 'nodejs.';
