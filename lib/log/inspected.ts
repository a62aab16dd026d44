/** What the log shows of an object that was thrown and is no error. */
import { inspect, types } from 'node:util';
import { isArray, objectKeys, slice, toText } from '../shared/primordials.ts';

const { getOwnPropertyDescriptor } = Object;
const { isProxy } = types;

/** Entries of one object: more of them would take long to print. */
const MOST_ENTRIES = 100;

function hasMany(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isProxy(value) &&
    !isArray(value) &&
    objectKeys(value).length > MOST_ENTRIES
  );
}

/** Whether an entry of it takes long to print. It runs no getter. */
function holdsMany(thrown: object): boolean {
  const keys = objectKeys(thrown);
  for (let i = 0; i < keys.length && i < MOST_ENTRIES; i++)
    if (hasMany(getOwnPropertyDescriptor(thrown, keys[i] as string)?.value)) return true;
  return false;
}

/** Its own text where its class has one, otherwise its entries. May throw, as may whatever it calls. */
export function inspected(thrown: object): string {
  const own = ownText(thrown);
  if (own !== undefined || hasMany(thrown)) return own ?? '[object Object]';
  return inspect(thrown, {
    depth: isProxy(thrown) || holdsMany(thrown) ? 0 : 1,
    breakLength: Number.POSITIVE_INFINITY,
    compact: true,
    maxArrayLength: 10,
    maxStringLength: 1024,
  });
}

function ownText(thrown: object): string | undefined {
  if (isProxy(thrown) || isArray(thrown)) return undefined;
  try {
    const text = toText(thrown);
    return text === '' || slice(text, 0, 8) === '[object ' ? undefined : text;
  } catch {
    return undefined;
  }
}
