import { readFileSync, statSync } from 'node:fs';

/** How long a file is believed not to have changed, in milliseconds. */
const believed = 1000;

/**
 * Passwords by user, from a file in the syntax of collectd's AuthFile: `user: password`
 * on each line. White space before the user and before the password does not count, that
 * behind the password does; so does a blank between the user and the colon. Lines that
 * begin with `#` or have no colon or no password are skipped. Of two lines for one user
 * the first counts. The file is read again when it has changed; one that cannot be read
 * any more leaves things as they were.
 *
 * Source: collectd.conf(5), plugin network, AuthFile.
 */
export class AuthFile {
  readonly #path: string;
  readonly #onTrouble: (message: string) => void;
  #passwords: ReadonlyMap<string, string>;
  #version: string;
  #checked: number;

  /** @throws Error when the file cannot be read. */
  constructor(path: string, onTrouble: (message: string) => void = () => {}) {
    this.#path = path;
    this.#onTrouble = onTrouble;
    this.#version = versionOf(path);
    this.#passwords = parseAuthFile(readFileSync(path, 'utf8'));
    this.#checked = performance.now();
  }

  password(user: string): string | undefined {
    if (performance.now() - this.#checked >= believed) this.#refresh();
    return this.#passwords.get(user);
  }

  #refresh(): void {
    this.#checked = performance.now();
    try {
      const version = versionOf(this.#path);
      if (version === this.#version) return;
      this.#passwords = parseAuthFile(readFileSync(this.#path, 'utf8'));
      this.#version = version;
    } catch (error) {
      this.#onTrouble(`cannot read ${this.#path}: ${(error as NodeJS.ErrnoException).code}`);
    }
  }
}

function versionOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

export function parseAuthFile(text: string): Map<string, string> {
  const passwords = new Map<string, string>();
  for (const line of text.split('\n')) {
    const entry = line.replace(/^\s+|\r+$/g, '');
    const colon = entry.indexOf(':');
    if (entry.startsWith('#') || colon < 0) continue;
    const user = entry.slice(0, colon);
    const password = entry.slice(colon + 1).replace(/^\s+/, '');
    if (password !== '' && !passwords.has(user)) passwords.set(user, password);
  }
  return passwords;
}
