/** "Did you mean …": the one distance between words for all of the project. */
import { closestMatch } from 'leven';
import { listOf, slice, toLowerCase } from './primordials.ts';

/** Edits that a misspelt word may have, for each of its characters. */
const EDITS_PER_CHARACTER = 0.5;
const MOST_EDITS = 3;
/** Characters that tell which word an unfinished one is. */
const LEAST_BEGINNING = 3;

/** The one of `words` that was probably meant, whatever the case of its letters. */
export function suggestion(word: string, words: readonly string[]): string | undefined {
  const maxDistance = Math.min(MOST_EDITS, Math.floor(word.length * EDITS_PER_CHARACTER));
  const lower = listOf(words.length, (i) => toLowerCase(words[i] as string));
  const wanted = toLowerCase(word);
  const closest = closestMatch(wanted, lower, { maxDistance }) ?? onlyBeginning(wanted, lower);
  return closest === undefined ? undefined : inCaseOf(word, closest, words, lower);
}

/** There are `Secret` and `secret`. */
function inCaseOf(
  word: string,
  closest: string,
  words: readonly string[],
  lower: readonly string[],
): string | undefined {
  let found: string | undefined;
  for (let i = 0; i < words.length; i++) {
    if (lower[i] !== closest) continue;
    if ((words[i] as string)[0] === word[0]) return words[i];
    found ??= words[i];
  }
  return found;
}

/** The one word that begins so: `warn` is farther from `warning` than from words that nobody meant. */
function onlyBeginning(start: string, words: readonly string[]): string | undefined {
  if (start.length < LEAST_BEGINNING) return undefined;
  let found: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (slice(word, 0, start.length) !== start) continue;
    if (found !== undefined) return undefined;
    found = word;
  }
  return found;
}

/** ` Did you mean "Port"?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = suggestion(word, words);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
