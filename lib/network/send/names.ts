/** Names of statistics, made of what a program calls them. */

/** Letters and digits of ASCII; each run of anything else is one underscore, none at the ends. */
export function sanitize(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_|_$/g, '');
}

/** category-stat or category-specific-stat, each of them sanitized. */
export function statName(category: string, specific: string, stat: string): string {
  return [category, specific, stat].map(sanitize).join('-').replaceAll('--', '-');
}
