/** Sends what is wrong with declared options to the command, which knows file and line. */
import { onProblems } from '../../declaration/tell.ts';
import type { Config } from '../../values/config.ts';
import type { Report } from './job.ts';

/** @param block - which of the job's blocks a config callback has just now. */
export function postProblems(
  post: (report: Report) => void,
  block: () => number | undefined,
): void {
  onProblems((problems) => {
    for (const { level, message, item } of problems)
      post({ kind: 'problem', level, message, block: block(), path: pathOf(item) });
  });
}

function pathOf(item: Config): number[] {
  const { parent } = item;
  return parent === null ? [] : [...pathOf(parent), parent.children.indexOf(item)];
}
