/** Calls into the plugin and their outcomes, each with its deadline. */
export type Outcome = 'done' | 'failed' | 'late';

export class Calls {
  readonly #pending = new Map<number, (outcome: Outcome) => void>();
  #last = 0;

  /** Runs `start` with a new call's number and waits until it is settled, or too late. */
  async make(seconds: number, start: (call: number) => void): Promise<Outcome> {
    const call = ++this.#last;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Outcome>((resolve) => {
        this.#pending.set(call, resolve);
        timer = setTimeout(() => resolve('late'), seconds * 1000);
        start(call);
      });
    } finally {
      clearTimeout(timer);
      this.#pending.delete(call);
    }
  }

  settle(call: number, succeeded: boolean): void {
    this.#pending.get(call)?.(succeeded ? 'done' : 'failed');
  }
}
