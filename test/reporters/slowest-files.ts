// Prints the files that took longest, at the end of a run: the place to look when it is too slow.
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 10;

/** Everything from the start of its process on. */
function secondsOf(module: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    module.diagnostic();
  return (
    (environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration) / 1000
  );
}

export class SlowestFiles implements Reporter {
  readonly #print: (text: string) => void;

  constructor(print: (text: string) => void = console.log) {
    this.#print = print;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Of a few files everybody sees the times already.
    if (modules.length <= SHOWN) return;
    const slowest = modules
      .map((module) => ({
        seconds: secondsOf(module),
        file: relative(module.project.config.root, module.moduleId),
      }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN);
    const lines = slowest.map(
      ({ seconds, file }) => `${`${seconds.toFixed(1)} s`.padStart(10)}  ${file}`,
    );
    this.#print(['', ` The slowest ${SHOWN} of ${modules.length} files:`, ...lines, ''].join('\n'));
  }
}
