import { inspect } from 'node:util';

function isEmpty(value: unknown): boolean {
  return (
    value === '' ||
    value === 0 ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

/** `Values(type='gauge', plugin='x', values=[ 1 ])`: what is not empty, the type first. */
export function formatObject(subject: object, fields: readonly [string, unknown][]): string {
  const shown = fields
    .filter(([name, value]) => name === 'type' || !isEmpty(value))
    .sort(([a], [b]) => Number(b === 'type') - Number(a === 'type'))
    .map(([name, value]) => `${name}=${inspect(value, { breakLength: Infinity })}`);
  return `${subject.constructor.name}(${shown.join(', ')})`;
}
