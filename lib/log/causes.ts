/** Why an error came about: what it has as `cause`, in `errors`, and of the system. */
import { getSystemErrorName } from 'node:util';
import {
  append,
  charCodeAt,
  exec,
  includesText,
  indexOfText,
  isArray,
  SafeSet,
  slice,
  toText,
} from '../shared/primordials.ts';
import { attempt } from './attempt.ts';

/** An error's causes, one behind the other, that are looked at. */
const MOST_CAUSES = 8;
/** Of the errors that are together the reason for one. */
const MOST_MEMBERS = 4;

const LETTER_E = 69;
const UNDERLINE = 95;

/** Node's own are ERR_…, and their messages say all; those of the system are ECONNREFUSED, EACCES… */
function isSystemCode(code: unknown): code is string {
  return (
    typeof code === 'string' &&
    code.length <= 20 &&
    charCodeAt(code, 0) === LETTER_E &&
    charCodeAt(code, 3) !== UNDERLINE
  );
}

interface Fields {
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
  readonly path?: unknown;
}

function read(error: object, name: keyof Fields): unknown {
  return attempt(() => (error as Fields)[name], undefined);
}

const WORD = /[\p{L}\p{N}]/u;

/** Whether the text has it in it as words of its own: "a" is not said by "many". */
function says(text: string, said: string): boolean {
  if (said === '') return true;
  const start = indexOfText(text, said);
  if (start === -1) return false;
  const end = start + said.length;
  const before = start === 0 ? '' : slice(text, start - 1, start);
  return exec(WORD, before) === null && exec(WORD, slice(text, end, end + 1)) === null;
}

/** Which call of the system failed, as far as `text` does not say so. */
function systemFacts(error: object, text: string): string {
  const code = read(error, 'code');
  const errno = read(error, 'errno');
  let facts = '';
  const add = (fact: string): void => {
    if (fact !== '' && !includesText(text, fact)) facts += facts === '' ? fact : `, ${fact}`;
  };
  if (isSystemCode(code)) add(code);
  else if (typeof errno !== 'number') return '';
  else if (code === undefined)
    add(attempt(() => getSystemErrorName(errno), `errno ${toText(errno)}`));
  const address = read(error, 'address');
  const port = read(error, 'port');
  if (typeof address === 'string')
    add(slice(typeof port === 'number' ? `${address}:${toText(port)}` : address, 0, 300));
  const path = read(error, 'path');
  if (typeof path === 'string') add(slice(path, 0, 300));
  return facts;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The error's causes, from the first to the last that is looked at. Each is there once. */
export function causesOf(thrown: unknown): unknown[] {
  const seen = new SafeSet<unknown>();
  const causes: unknown[] = [];
  for (let error = thrown; isObject(error) && causes.length < MOST_CAUSES; ) {
    seen.add(error);
    const cause = read(error, 'cause');
    if (cause === undefined || cause === null || seen.has(cause)) break;
    append(causes, cause);
    error = cause;
  }
  return causes;
}

/**
 * `own` says what each of the errors itself says. What stands in the text already is not repeated:
 * many messages have that of their cause in them.
 */
export function withCauses(thrown: unknown, own: (thrown: unknown) => string): string {
  const causes = causesOf(thrown);
  let text = '';
  for (let i = -1; i < causes.length; i++) {
    const error = i === -1 ? thrown : causes[i];
    const said = own(error);
    if (!says(text, said)) text += text === '' ? said : `: ${said}`;
    if (!isObject(error)) continue;
    const members = membersOf(error, text, own);
    if (members !== '') text += text === '' ? members : `: ${members}`;
    const facts = systemFacts(error, text);
    if (facts !== '') text += text === '' ? facts : ` (${facts})`;
  }
  return text;
}

/** Of an AggregateError. */
function membersOf(error: object, before: string, own: (thrown: unknown) => string): string {
  return attempt(() => {
    const errors = read(error, 'errors');
    if (!isArray(errors)) return '';
    const count = errors.length;
    let text = '';
    for (let i = 0; i < count && i < MOST_MEMBERS; i++) {
      const member: unknown = errors[i];
      let said = own(member);
      const facts = isObject(member) ? systemFacts(member, said) : '';
      if (facts !== '') said += said === '' ? facts : ` (${facts})`;
      if (!says(before, said) && !says(text, said)) text += text === '' ? said : `; ${said}`;
    }
    return count <= MOST_MEMBERS ? text : `${text}; and ${count - MOST_MEMBERS} more`;
  }, '');
}
