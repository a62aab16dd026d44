/** What the second argument of postMessage() transfers. */
import { isArray } from '../../shared/primordials.ts';

const listFrom = Array.from as (items: Iterable<unknown>) => unknown[];
const iterator: typeof Symbol.iterator = Symbol.iterator;

/** An array stays the same one; what can be read only once is read here. */
function listOfItems(items: unknown): readonly unknown[] | undefined {
  if (isArray(items)) return items;
  const given = items as Iterable<unknown> | null | undefined;
  return typeof given === 'object' && given !== null && typeof given[iterator] === 'function'
    ? listFrom(given)
    : undefined;
}

/** As a list, which is in `args` from then on. */
export function readTransferList(args: unknown[]): readonly unknown[] {
  const given = args[1];
  if (typeof given !== 'object' || given === null) return [];
  const list = listOfItems(given) ?? listOfItems((given as { transfer?: unknown }).transfer);
  if (list === undefined) return [];
  args[1] = list;
  return list;
}
