/** Where a Reader or a Connection tells of trouble. Without one it keeps silent. */
export type Log = (level: 'error' | 'warning' | 'info', message: string) => void;

interface Kind {
  until: number;
  lines: number;
  suppressed: number;
}

/**
 * A log that nobody can flood: a line of each kind a minute, or a few, and with the next
 * one how many there were in between. Kinds are named by the program, never by a datagram.
 */
export class ThrottledLog {
  readonly #log: Log | undefined;
  readonly #lines: number;
  readonly #milliseconds: number;
  readonly #kinds = new Map<string, Kind>();

  constructor(log: Log | undefined, lines = 1, milliseconds = 60_000) {
    this.#log = log;
    this.#lines = lines;
    this.#milliseconds = milliseconds;
  }

  warning(kind: string, message: string): void {
    this.#write('warning', kind, message);
  }

  error(kind: string, message: string): void {
    this.#write('error', kind, message);
  }

  #write(level: 'error' | 'warning', kind: string, message: string): void {
    if (this.#log === undefined) return;
    const now = performance.now();
    const seen = this.#kinds.get(kind);
    let more = '';
    if (seen === undefined || now >= seen.until) {
      if (seen?.suppressed) more = ` (and ${seen.suppressed} more like it since)`;
      this.#kinds.set(kind, { until: now + this.#milliseconds, lines: 1, suppressed: 0 });
    } else if (seen.lines < this.#lines) {
      seen.lines++;
    } else {
      seen.suppressed++;
      return;
    }
    try {
      this.#log(level, `${message}${more}`);
    } catch {
      // Whoever asked for no exceptions gets none from his own log either.
    }
  }
}
