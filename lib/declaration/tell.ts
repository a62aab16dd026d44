/** Where the problems of a configuration go: to the log, or to `check --load`. */
import type { Problem } from './problems.ts';

let listener: ((problems: readonly Problem[]) => void) | undefined;

/** From now on the listener gets the problems instead of the log. */
export function onProblems(receive: (problems: readonly Problem[]) => void): void {
  listener = receive;
}

export function tellProblems(problems: readonly Problem[], log: (problem: Problem) => void): void {
  if (listener !== undefined) {
    listener(problems);
    return;
  }
  for (let i = 0; i < problems.length; i++) log(problems[i] as Problem);
}

/** The message of the error that follows the problems. */
export function wrongOptions(errors: number): string {
  return `${errors === 1 ? 'one option is' : `${errors} options are`} wrong, see above`;
}

/** Whether a line of the log is the one that follows them. */
export function isWrongOptions(text: string): boolean {
  return /: (one option is|\d+ options are) wrong, see above \(/.test(text);
}
