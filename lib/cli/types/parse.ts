/** types.db files, as strictly as collectd reads them. Source: types.db(5), types_list.c. */
import { NAME_SIZE } from '../../contract/layout.generated.ts';
import { DATA_SOURCE_TYPES, type DataSourceType } from '../../shared/constants.ts';

export interface ParsedSource {
  readonly name: string;
  readonly type: DataSourceType;
  /** Null: none (U). */
  readonly min: number | null;
  readonly max: number | null;
}

export type ParsedTypes = Map<string, readonly ParsedSource[]>;

/** What collectd's buffers hold, in bytes. */
const LONGEST_NAME = NAME_SIZE - 1;
const LONGEST_LINE = 4094;
const MOST_SOURCES = 63;

/**
 * Adds the types of a file; later lines replace earlier ones.
 *
 * @returns what is wrong, as `line: message`, of lines that collectd would skip or misread.
 */
export function parseTypes(text: string, into: ParsedTypes): string[] {
  const troubles: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    try {
      const entry = parseLine(line);
      if (entry !== undefined) into.set(...entry);
    } catch (error) {
      troubles.push(`${index + 1}: ${(error as Error).message}`);
    }
  }
  return troubles;
}

function parseLine(line: string): [string, ParsedSource[]] | undefined {
  const [name = '', ...sources] = line.split(/[ \t\r]+/).filter((word) => word !== '');
  if (name === '' || name.startsWith('#')) return undefined;
  if (Buffer.byteLength(line) > LONGEST_LINE) throw new Error(`over ${LONGEST_LINE} bytes long`);
  checkName('type', name);
  if (sources.length === 0) throw new Error(`type "${name}" has no data sources`);
  if (sources.length > MOST_SOURCES) throw new Error(`over ${MOST_SOURCES} data sources`);
  const parsed = sources.map(parseSource);
  const twice = parsed.find((one, index) =>
    parsed.some(({ name }, at) => at < index && name === one.name),
  );
  if (twice !== undefined) throw new Error(`two data sources "${twice.name}"`);
  return [name, parsed];
}

function parseSource(word: string): ParsedSource {
  const source = word.replace(/,$/, '');
  if (source.includes(',')) {
    throw new Error(`"${word}": data sources are separated by a comma and a blank`);
  }
  const fields = source.split(':');
  const [name = '', kind = '', min = '', max = ''] = fields;
  if (fields.length !== 4 || fields.includes('')) {
    throw new Error(`"${source}" is not name:type:min:max`);
  }
  const type = DATA_SOURCE_TYPES.find((known) => known === kind.toLowerCase());
  if (type === undefined) {
    throw new Error(`"${kind}" in "${source}" is not GAUGE, COUNTER, DERIVE or ABSOLUTE`);
  }
  checkName('data source', name);
  return { name, type, min: parseLimit(min, source), max: parseLimit(max, source) };
}

function parseLimit(text: string, source: string): number | null {
  if (/^u$/i.test(text)) return null;
  if (!isNumber(text)) throw new Error(`"${text}" in "${source}" is neither a number nor U`);
  return Number(text.replace(/inf(inity)?$/i, 'Infinity'));
}

function checkName(what: string, name: string): void {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return;
  throw new Error(
    `the name of the ${what} "${name.slice(0, 40)}…" is over ${LONGEST_NAME} bytes long`,
  );
}

const isNumber = (text: string): boolean =>
  /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || /^[-+]?inf(inity)?$/i.test(text);
