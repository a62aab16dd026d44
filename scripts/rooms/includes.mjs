// @ts-check
// The #include lines of a C or C++ file.

/** @typedef {{ name: string, isQuoted: boolean, line: number }} Include */

/**
 * @param {string} text
 * @returns {Include[]}
 */
export function includesOf(text) {
  return text.split('\n').flatMap((line, at) => {
    const [, open, name] = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, isQuoted: open === '"', line: at + 1 }];
  });
}
