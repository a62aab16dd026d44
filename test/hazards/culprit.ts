// What the tests of hazards have in common: a module that does harm, and one beside
// it, in a worker of its own, that must not notice.
import { expect } from 'vitest';
import { type Daemon, type DaemonOptions, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reporting } from '../daemon/harness/reported.ts';

const HEALTHY = `
import collectd from 'collectd';
collectd.register_read(() => console.log('healthy reads'));`;

export interface Hazard {
  /** culprit.ts */
  culprit: string;
  /** Before and after LoadPlugin nodejs. */
  before?: string | ((dir: string) => string);
  after?: string;
  /** Further lines of the nodejs block. */
  lines?: string;
  files?: Record<string, string>;
  rest?: Partial<DaemonOptions>;
}

export function startHazard(hazard: Hazard): Promise<Daemon> {
  const { culprit, before = '', after = '', lines = '', files = {}, rest = {} } = hazard;
  return startDaemon({
    ...rest,
    config: (dir) =>
      `${typeof before === 'string' ? before : before(dir)}\n${nodejs(dir, `${lines}\nImport "culprit"\nImport "healthy"`)}\n${after}`,
    files: { ...reporting, ...files, 'culprit.ts': culprit, 'healthy.ts': HEALTHY },
  });
}

/** The other module goes on, and collectd stops as always. */
export async function expectUnharmed(daemon: Daemon): Promise<string> {
  const reads = (): number => daemon.log().match(/healthy reads/g)?.length ?? 0;
  const before = reads();
  await daemon.waitFor(() => reads() >= before + 2);
  const ending = await daemon.stop();
  expect(ending).toMatchObject({ status: 0, signal: null });
  return ending.log;
}

/** `file:line` of the first line of `text` that contains `part`, as the log names it. */
export function placeOf(daemon: Daemon, text: string, part: string): string {
  const line = text.split('\n').findIndex((one) => one.includes(part)) + 1;
  expect(line, part).toBeGreaterThan(0);
  return `${daemon.dir}/plugins/culprit.ts:${line}`;
}
