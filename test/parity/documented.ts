// Which steps docs/porting.md says differ: patterns in comments of its tables.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Difference } from './outcome.ts';

/** `<!-- parity: … -->` is about the suite `parity`, `<!-- callbacks: … -->` about that of callbacks. */
function documentedDifferences(suite: string): RegExp[] {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/porting.md'), 'utf8');
  const comments = page.matchAll(new RegExp(`<!-- ${suite}: (.*?) -->`, 'g'));
  return [...comments]
    .flatMap(([, list = '']) => list.split(' '))
    .map(
      (pattern) =>
        new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[^.]+')}$`),
    );
}

interface Comparison {
  /** Steps that differ, and the page does not say so. */
  unexpected: Record<string, Difference>;
  /** What the page says of steps that do not differ. */
  unfounded: RegExp[];
}

export const AS_DOCUMENTED: Comparison = { unexpected: {}, unfounded: [] };

export function compareWithPage(
  suite: string,
  differences: Iterable<[string, Difference]>,
): Comparison {
  const rules = documentedDifferences(suite);
  const all = [...differences];
  const unexpected = all.filter(([key]) => !rules.some((rule) => rule.test(key)));
  const unfounded = rules.filter((rule) => !all.some(([key]) => rule.test(key)));
  return { unexpected: Object.fromEntries(unexpected), unfounded };
}
