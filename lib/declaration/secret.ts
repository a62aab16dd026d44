import { inspect } from 'node:util';
import { typeError } from '../shared/errors.ts';
import { SafeWeakMap } from '../shared/primordials.ts';

/** Beside the objects: a debugger shows even the private fields of one. */
const texts = new SafeWeakMap<Secret, string>();

/** Takes the place of a secret wherever it would be shown. */
export const HIDDEN = '(secret)';

/**
 * A password or token from the configuration. Nothing that prints it shows the text: no log
 * line, no error, no JSON, no inspector.
 *
 * @example
 * const headers = { authorization: `Bearer ${config.Token.reveal()}` };
 */
export class Secret {
  /** @throws TypeError for what is no string. */
  constructor(text: string) {
    if (typeof text !== 'string')
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `Secret: the text must be a string, not ${text === null ? 'null' : typeof text}`,
      );
    texts.set(this, text);
  }

  /** The text itself; give it to what needs it, and to nothing else. */
  reveal(): string {
    return texts.get(this) ?? '';
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
