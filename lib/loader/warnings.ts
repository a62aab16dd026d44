/** What this loader does on purpose is nothing to tell the user about. */
const EXPECTED = [
  /^VM Modules is an experimental feature/,
  /^CommonJS module .* is loading ES Module .* using require\(\)/,
  /^Support for loading ES Module in require\(\)/,
];

/** Characters of an expected one: two paths, and more. These expressions take long for text that repeats them. */
const LONGEST = 10_000;

export function quietExpectedWarnings(): void {
  const { emitWarning } = process;
  process.emitWarning = (...args: unknown[]): void => {
    const [warning] = args;
    const text = String(warning instanceof Error ? warning.message : warning);
    const start = text.slice(0, LONGEST);
    if (!EXPECTED.some((pattern) => pattern.test(start))) Reflect.apply(emitWarning, process, args);
  };
}
