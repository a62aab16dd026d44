/** "Did you mean …": the one distance between words for all of the project. */
import { closestMatch } from 'leven';
import { listOf, toLowerCase } from './primordials.ts';

/** Edits that a misspelt word may have, for each of its characters. */
const EDITS_PER_CHARACTER = 0.5;
const MOST_EDITS = 3;

/** The one of `words` that was probably meant, whatever the case of its letters. */
export function suggestion(word: string, words: readonly string[]): string | undefined {
  const maxDistance = Math.min(MOST_EDITS, Math.floor(word.length * EDITS_PER_CHARACTER));
  const lower = listOf(words.length, (i) => toLowerCase(words[i] as string));
  const closest = closestMatch(toLowerCase(word), lower, { maxDistance });
  return closest === undefined ? undefined : words[lower.indexOf(closest)];
}

/** ` Did you mean "Port"?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = suggestion(word, words);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
