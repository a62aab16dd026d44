import { readFileSync, statSync } from 'node:fs';
import type { Password } from '../protocol/crypto.ts';

/** How long a file is believed not to have changed, in milliseconds. */
const BELIEVED_MS = 1000;

/**
 * Passwords by user, from a file in the syntax of collectd's AuthFile: `user: password`
 * on each line. White space before the user and before the password does not count, that
 * behind the password does; so does a blank between the user and the colon. Lines that
 * begin with `#` or have no colon or no password are skipped. White space is that of ASCII, and
 * a password is bytes, whatever their encoding. Of two lines for one user
 * the first counts. The file is read again when it has changed; one that cannot be read
 * any more leaves things as they were.
 *
 * Source: collectd.conf(5), plugin network, AuthFile.
 */
export class AuthFile {
  readonly #path: string;
  readonly #onTrouble: (message: string) => void;
  #passwords: ReadonlyMap<string, Password>;
  #version: string;
  #checked: number;

  /** @throws Error when the file cannot be read. */
  constructor(path: string, onTrouble: (message: string) => void = () => {}) {
    this.#path = path;
    this.#onTrouble = onTrouble;
    this.#version = versionOf(path);
    this.#passwords = parseAuthFile(readFileSync(path));
    this.#checked = performance.now();
  }

  password(user: string): Password | undefined {
    if (performance.now() - this.#checked >= BELIEVED_MS) this.#refresh();
    return this.#passwords.get(user);
  }

  #refresh(): void {
    this.#checked = performance.now();
    try {
      const version = versionOf(this.#path);
      if (version === this.#version) return;
      this.#passwords = parseAuthFile(readFileSync(this.#path));
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

export function parseAuthFile(bytes: Uint8Array): Map<string, Password> {
  const passwords = new Map<string, Password>();
  // One character for each byte.
  for (const line of Buffer.from(bytes).toString('latin1').split('\n')) {
    const entry = line.replace(/^[ \t\v\f\r]+|\r+$/g, '');
    const colon = entry.indexOf(':');
    if (entry.startsWith('#') || colon < 0) continue;
    const user = Buffer.from(entry.slice(0, colon), 'latin1').toString();
    const password = entry.slice(colon + 1).replace(/^[ \t\v\f\r]+/, '');
    if (password !== '' && !passwords.has(user)) passwords.set(user, passwordOf(password));
  }
  return passwords;
}

function passwordOf(latin1: string): Password {
  const bytes = Buffer.from(latin1, 'latin1');
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : bytes;
}
