/** How commands talk: results to stdout, progress to stderr, both plain when nobody looks on. */

/** A failure whose message says all there is to say; its exit status is 1. */
export class CommandError extends Error {}

/** One step of something that takes a while. */
export type Progress = (text: string) => void;

export const progress: Progress = (text) => {
  const mark = process.stderr.isTTY ? '\x1b[2m▸\x1b[0m' : '▸';
  process.stderr.write(`${mark} ${text}\n`);
};

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** What the operating system says, without its call and its path: "permission denied". */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const said = /^[A-Z0-9]+: (.*?), /.exec(message)?.[1];
  return code !== undefined && said !== undefined ? said : message;
}
