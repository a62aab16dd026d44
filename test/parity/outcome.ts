// What one half of the parity suite recorded, as a map from steps to results.
import { existsSync, readFileSync } from 'node:fs';

export type Json = null | string | boolean | number | Json[] | { [key: string]: Json };
export type Outcome = Map<string, string>;

export function readOutcome(file: string): Outcome {
  const outcome: Outcome = new Map();
  if (!existsSync(file)) return outcome;
  const text = readFileSync(file, 'utf8');
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line === '') continue;
    const [key, what] = JSON.parse(line) as [string, Json];
    // A step that happens twice, such as a second <Module> block, has both.
    const before = outcome.get(key);
    const result = JSON.stringify(what);
    outcome.set(key, before === undefined ? result : `${before} and ${result}`);
  }
  return outcome;
}

/** Identifiers and names of the two languages made one, and the time of the run left out. */
function neutral(result: string | undefined): string {
  return (result ?? 'nothing')
    .replaceAll(/nodejs|python|typescript/g, 'LANGUAGE')
    .replaceAll(/"time":\{"double":"41da[0-9a-f]+"\}/g, '"time":now');
}

export interface Difference {
  python: string;
  typescript: string;
}

/** The steps that had another result. */
export function compare(python: Outcome, typescript: Outcome): Map<string, Difference> {
  const found = new Map<string, Difference>();
  for (const key of new Set([...python.keys(), ...typescript.keys()])) {
    const both = { python: neutral(python.get(key)), typescript: neutral(typescript.get(key)) };
    if (both.python !== both.typescript) found.set(key, both);
  }
  return found;
}

/** What one half received of what the other, or it itself, handed to collectd. */
export function sentBy(language: string, outcome: Outcome): Outcome {
  const start = new RegExp(`^(received|notified)\\.from_${language}\\.`);
  const mine = [...outcome].filter(([key]) => start.test(key));
  return new Map(mine.map(([key, result]) => [key.replace(start, 'sent.$1.'), result]));
}
