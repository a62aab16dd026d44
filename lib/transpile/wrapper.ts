/** What transpiled CommonJS code is given besides the wrapper's own names, whatever the author calls things. */
export const wrapper = {
  require: '__collectd_require',
  import: '__collectd_import',
  meta: '__collectd_meta',
} as const;
