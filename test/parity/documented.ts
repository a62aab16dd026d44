// Which steps docs/porting.md says differ: patterns in comments of its tables.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** `<!-- parity: … -->` is about the suite `parity`, `<!-- callbacks: … -->` about that of callbacks. */
export function documentedDifferences(suite: string): RegExp[] {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/porting.md'), 'utf8');
  const comments = page.matchAll(new RegExp(`<!-- ${suite}: (.*?) -->`, 'g'));
  return [...comments]
    .flatMap(([, list = '']) => list.split(' '))
    .map(
      (pattern) =>
        new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[^.]+')}$`),
    );
}
