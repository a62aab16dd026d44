/** Files and directories that options name: looked at before anything is done with them. */
import { accessSync, constants, statSync } from 'node:fs';
import { wrongValue } from './options.ts';
import { reasonOf } from './output.ts';

/** A file that is there and can be read. */
export function namedFile(name: string, path: string): string {
  check(name, 'a file that can be read', path, (at) => {
    if (statSync(at).isDirectory()) return 'it is a directory';
    accessSync(at, constants.R_OK);
    return '';
  });
  return path;
}

/** A program that may be started. */
export function namedProgram(name: string, path: string): string {
  check(name, 'the path of a program', path, (at) => {
    if (!statSync(at).isFile()) return 'it is not a file';
    accessSync(at, constants.X_OK);
    return '';
  });
  return path;
}

/** A directory that is there. */
export function namedDirectory(name: string, path: string): string {
  check(name, 'a directory that exists', path, (at) =>
    statSync(at).isDirectory() ? '' : 'it is a file',
  );
  return path;
}

/** A directory, or where one can be made. */
export function newDirectory(name: string, path: string): string {
  check(name, 'a directory, or the path of a new one', path, (at) => {
    if (at === '') return 'it is empty';
    try {
      return statSync(at).isDirectory() ? '' : 'it is a file';
    } catch (error) {
      // It is to be made, unless a file stands in its way.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  });
  return path;
}

/** @param problemOf - returns what is the matter, or an empty string; it may throw a system's error. */
function check(
  name: string,
  expected: string,
  path: string,
  problemOf: (path: string) => string,
): void {
  let why: string;
  try {
    why = problemOf(path);
  } catch (error) {
    why = reasonOf(error);
  }
  if (why !== '') throw wrongValue(name, expected, path, why);
}
