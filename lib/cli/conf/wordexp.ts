/** wordexp(3) without commands, as the daemon expands the path of an Include. */
import { homedir } from 'node:os';
import { glob, hasPattern } from './glob.ts';

/**
 * The words, patterns replaced by the files they match; a pattern without a match stays.
 * Undefined where wordexp() fails.
 */
export function wordexp(text: string): string[] | undefined {
  const words = split(text);
  return words?.flatMap((word) => {
    const found = hasPattern(word) ? glob(word) : [];
    return found.length > 0 ? found : [word.replace(/\\(.)/g, '$1')];
  });
}

/** Words with variables replaced; what was quoted has backslashes before its characters. */
function split(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  const add = (more: string): void => {
    word = (word ?? '') + more;
  };
  const end = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const part =
    /[ \t]+|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|\$(?:\{(\w+)\}|(\w+))|(~)(?=\/|[ \t]|$)|[^]/gy;
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const [all, single, double, escaped, braced, bare, tilde] = match;
    const variable = braced ?? bare;
    if (single !== undefined) add(literal(single));
    else if (double !== undefined) {
      if (/\$\(|`/.test(double)) return undefined;
      add(literal(double.replace(/\\(["\\$`])/g, '$1').replace(/\$\{?(\w+)\}?/g, environment)));
    } else if (escaped !== undefined) add(`\\${escaped}`);
    else if (variable !== undefined) {
      const [first = '', ...more] = environment('', variable).split(/[ \t\n]+/);
      add(first);
      for (const one of more) {
        end();
        add(one);
      }
    } else if (tilde !== undefined && word === undefined) add(homedir());
    else if (/^[ \t]/.test(all)) end();
    else if (/[\n|&;<>(){}`'"]/.test(all)) return undefined;
    else if (all === '$' && text[part.lastIndex] === '(') return undefined;
    else add(all);
  }
  end();
  return words;
}

const literal = (text: string): string => text.replace(/[*?[\]\\]/g, '\\$&');
const environment = (_all: string, name: string): string => process.env[name] ?? '';
