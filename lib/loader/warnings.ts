/** What this loader itself uses on purpose is nothing to tell the user about. */
const expected = [
  /^VM Modules is an experimental feature/,
  /^CommonJS module .* is loading ES Module .* using require\(\)/,
  /^Support for loading ES Module in require\(\)/,
];

export function quietExpectedWarnings(): void {
  const { emitWarning } = process;
  const quieted = (...args: unknown[]): void => {
    const [warning, options] = args;
    const text = warning instanceof Error ? warning.message : String(warning);
    const type = warning instanceof Error ? warning.name : typeOf(options);
    if (type === 'ExperimentalWarning' && expected.some((pattern) => pattern.test(text))) return;
    Reflect.apply(emitWarning, process, args);
  };
  process.emitWarning = quieted;
}

function typeOf(options: unknown): unknown {
  return typeof options === 'object' && options !== null && 'type' in options
    ? options.type
    : options;
}
