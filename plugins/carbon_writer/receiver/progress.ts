// Whether what waits in a socket goes on into the kernel. Node's own timeout begins anew with every byte that arrives.
const LOOKS = 4;

export class Progress {
  readonly #milliseconds: number;
  readonly #waiting: () => number;
  readonly #onStalled: () => void;
  #timer: NodeJS.Timeout | undefined;
  #least = Number.POSITIVE_INFINITY;
  #idle = 0;

  /** `waiting` is in bytes, and 0 when nothing is left; `onStalled` comes when it has not shrunk for so long. */
  constructor(seconds: number, waiting: () => number, onStalled: () => void) {
    this.#milliseconds = (seconds * 1000) / LOOKS;
    this.#waiting = waiting;
    this.#onStalled = onStalled;
  }

  /** Something was added, or the time begins anew. Ends by itself when nothing is left. */
  watch(): void {
    this.#least = Number.POSITIVE_INFINITY;
    this.#idle = 0;
    this.#timer ??= setInterval(() => this.#look(), this.#milliseconds).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Looks are counted, not time: after a pause of the worker the socket has to have its turn first. */
  #look(): void {
    const waiting = this.#waiting();
    if (waiting === 0) {
      this.stop();
      return;
    }
    this.#idle = waiting < this.#least ? 0 : this.#idle + 1;
    this.#least = waiting;
    if (this.#idle < LOOKS) return;
    this.stop();
    this.#onStalled();
  }
}
