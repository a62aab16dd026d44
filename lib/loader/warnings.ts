/** What this loader does on purpose is nothing to tell the user about. */
const EXPECTED = [
  /^VM Modules is an experimental feature/,
  /^CommonJS module .* is loading ES Module .* using require\(\)/,
  /^Support for loading ES Module in require\(\)/,
];

export function quietExpectedWarnings(): void {
  const { emitWarning } = process;
  process.emitWarning = (...args: unknown[]): void => {
    const [warning] = args;
    const text = warning instanceof Error ? warning.message : String(warning);
    if (!EXPECTED.some((pattern) => pattern.test(text))) Reflect.apply(emitWarning, process, args);
  };
}
