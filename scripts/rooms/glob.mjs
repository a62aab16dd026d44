// @ts-check

/**
 * Whether a name fits a pattern, in which `*` is any text.
 * @param {string} pattern
 * @param {string} name
 */
export function fits(pattern, name) {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
