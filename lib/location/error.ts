/** A location in the author's own file; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/* A registered symbol: boot.js and transpiler.js are separate bundles with separate copies of this file. */
const KEY = Symbol.for('collectd-nodejs.location');

/** Notes on an error where the author has to look. The first note stays. */
export function setLocation(error: object, location: Location): void {
  if (Object.hasOwn(error, KEY)) return;
  Object.defineProperty(error, KEY, { value: location, configurable: true });
}

export function getLocation(error: object): Location | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(error, KEY)?.value;
  return isLocation(value) ? value : undefined;
}

/** A refusal in one sentence. The location is not part of the sentence: whoever logs it adds `locate(error)`. */
export function refusal(code: string, message: string, location: Location): SyntaxError {
  const error = Object.assign(new SyntaxError(message), { code });
  const { file, line, column } = location;
  error.stack = `${file}:${line}:${column}\n${error.stack ?? message}`;
  setLocation(error, location);
  return error;
}

function isLocation(value: unknown): value is Location {
  return typeof value === 'object' && value !== null && 'file' in value && 'line' in value;
}
