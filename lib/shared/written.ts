/** Lines of collectd.conf as messages show them: the words of native/shim/options/option.c. */

/** A line or block of collectd.conf. */
export interface Written {
  readonly key: string;
  readonly values: readonly (string | number | boolean)[];
  readonly children: readonly unknown[];
}

/** Characters of a value, and values of a line: more is cut. */
const MOST_CHARACTERS = 127;
const MOST_VALUES = 4;

/** `Port 5`, or `<Remote "a">` for a block. */
export function asWritten({ key, values, children }: Written): string {
  let text = shown(key);
  for (let i = 0; i < values.length && i < MOST_VALUES; i++)
    text += ` ${valueAsWritten(values[i] as string | number | boolean)}`;
  if (values.length > MOST_VALUES) text += ' ...';
  return children.length > 0 ? `<${text}>` : text;
}

export function valueAsWritten(value: string | number | boolean): string {
  if (typeof value === 'string') return `"${shown(cut(value))}"`;
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 3)}...` : text;
}

/** Fit for one line. */
export function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
  return text.replace(/[\u0000-\u001f\u007f]/g, '?');
}

/** As printf's %.15g. */
function formatNumber(value: number): string {
  const text = Number(value.toPrecision(15));
  const exponent = text === 0 ? 0 : Math.floor(Math.log10(Math.abs(text)));
  if (exponent >= -5 && exponent < 15) return String(text);
  return text.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
