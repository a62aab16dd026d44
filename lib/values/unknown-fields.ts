/** Fields that a value list does not have: misspelt ones would be ignored without a word. */
import { noteMistakeOnce } from '../log/mistake.ts';
import { objectKeys } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';

/** Looking at each of millions of lists would cost more than the mistake. */
const ALWAYS = 1000;
/** A prime: modules repeat themselves, mostly after fewer lists. */
const EACH = 61;
let calls = 0;

/** Whether the fields of this list are looked at: those of the first lists, and of some later ones. */
export function areFieldsChecked(): boolean {
  calls = (calls + 1) | 0;
  return calls <= ALWAYS ? calls > 0 : calls % EACH === 0;
}

function isAmong(name: string, names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return true;
  return false;
}

/** Warns of fields that are not among `known`. */
export function checkFields(what: string, fields: object, known: readonly string[]): void {
  const names = objectKeys(fields);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (!isAmong(name, known))
      noteMistakeOnce(`${what}.${name}`, () => {
        const meant = didYouMean(name, known);
        const instead = meant === '' ? `; the fields are ${known.join(', ')}` : `.${meant}`;
        return `${what} has no field "${name}", which is ignored${instead}`;
      });
  }
}
