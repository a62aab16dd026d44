// Runs lines of code as a module of a real collectd, each by itself.
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { reporting, waitForReport } from '../daemon/harness/reported.ts';

export interface Outcome {
  /** Class, code and message; `nothing` when the line has not thrown. */
  readonly thrown: string;
  /** Lines of collectd's log that came of it. */
  readonly log: readonly string[];
}

const MODULE = `import collectd from 'collectd';
import codes from './codes.json' with { type: 'json' };
import { report, thrown } from './report.ts';
const results = codes.map((code, i) => {
  collectd.info('line ' + i);
  return thrown(() => new Function('collectd', 'return ' + code)(collectd));
});
collectd.info('line ' + codes.length);
report('results', results);
collectd.register_read(() => report('runs', true), 0.1);
`;

export async function tryOut(codes: readonly string[]): Promise<Map<string, Outcome>> {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "mistaken"'),
    files: { ...reporting, 'codes.json': JSON.stringify(codes), 'mistaken.ts': MODULE },
  });
  await waitForReport(daemon, 'runs');
  const [results] = await waitForReport<string[]>(daemon, 'results');
  const { log } = await daemon.stop();
  const lines = log.split('\n');
  const at = (i: number): number => lines.indexOf(`[info] line ${i}`);
  return new Map(
    codes.map((code, i) => [
      code,
      { thrown: results[i] ?? 'not run', log: lines.slice(at(i) + 1, at(i + 1)) },
    ]),
  );
}
