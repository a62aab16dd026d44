/** Names that the `collectd` module does not have: a misspelt constant would be undefined without a word. */
import { noteMistakeOnce } from '../log/mistake.ts';
import { objectKeys } from '../shared/primordials.ts';
import { didYouMean } from '../shared/suggestion.ts';

const { get } = Reflect;

/**
 * Logs names that are like one of `names` and none of them, when they are asked for. Only those
 * get as far as the prototype, so the others cost nothing; programs may still look which names
 * there are.
 */
export function watchNames<T extends object>(names: T): T {
  const known = objectKeys(names);
  const prototype = new Proxy(Object.prototype, {
    get(target, name, receiver) {
      if (typeof name === 'string' && !(name in target)) {
        const meant = didYouMean(name, known);
        if (meant !== '')
          noteMistakeOnce(`collectd.${name}`, () => `collectd has no ${name}.${meant}`);
      }
      return get(target, name, receiver);
    },
  });
  return Object.setPrototypeOf(names, prototype);
}
