/** The parameters of the function that Node makes of a CommonJS file. */
export const WRAPPER_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** What transpiled CommonJS code is given besides the wrapper's own names, whatever the author calls things. */
export const WrapperName = {
  require: '__collectd_require',
  import: '__collectd_import',
  meta: '__collectd_meta',
} as const;
