/** Runs a module outside collectd, and turns what it logs into findings. */
import { isWrongOptions } from '../../declaration/tell.ts';
import { LOG_ERR, LOG_WARNING } from '../../shared/constants.ts';
import type { Finding, LineLocation } from '../conf/findings.ts';
import type { Job, ProblemReport, Report } from './job.ts';
import { startThread } from './thread.ts';

/** The rest of a job is the same for every evaluation. */
export type EvaluationJob = Omit<
  Job,
  'scriptDir' | 'writing' | 'format' | 'lineLimit' | 'version' | 'postLog'
>;

export interface Evaluation {
  /** It would be left out. */
  readonly failed: boolean;
  readonly findings: readonly Finding[];
}

/** Tells what else comes from the thread. */
export interface Reports {
  /** Where to find the line that a problem is about. */
  readonly placeOfProblem?: (problem: ProblemReport) => LineLocation;
  readonly onReport?: (report: Report) => void;
}

/** @param where - the place of what the module says without a location of its own. */
export async function evaluate(
  job: EvaluationJob,
  where: LineLocation,
  { placeOfProblem = () => where, onReport = () => {} }: Reports,
): Promise<Evaluation> {
  const findings: Finding[] = [];
  const at = ({ file, line }: LineLocation) => ({ file, line });
  let hasProblems = false;
  const thread = startThread(
    {
      ...job,
      format: 'none',
      lineLimit: Number.POSITIVE_INFINITY,
      version: '5.12.0',
      postLog: true,
    },
    (report) => {
      if (report.kind === 'problem') {
        const { level, message } = report;
        hasProblems = true;
        findings.push({ level, ...at(placeOfProblem(report)), message });
      } else if (report.kind !== 'log') onReport(report);
      // The problems themselves say more than the error that follows them.
      else if (!isWorthy(report) || (hasProblems && isWrongOptions(report.text))) return;
      else {
        const level = report.severity <= LOG_ERR ? 'error' : 'warning';
        findings.push({ level, ...placeOf(report.text, where), message: report.text });
      }
    },
  );
  try {
    if (await thread.ended) return { failed: true, findings: withError(findings) };
    // What a module logs as an error without failing does not keep collectd from starting.
    const warnings = findings.map((one) => ({ ...one, level: 'warning' as const }));
    return { failed: false, findings: warnings };
  } catch (error) {
    const { message } = error as Error;
    return { failed: true, findings: [...findings, { level: 'error', ...at(where), message }] };
  }
}

/** The log has a CollectdError as a warning, even if it is why the module is left out. */
function withError(findings: readonly Finding[]): readonly Finding[] {
  const last = findings.at(-1);
  if (last === undefined || findings.some(({ level }) => level === 'error')) return findings;
  return [...findings.slice(0, -1), { ...last, level: 'error' }];
}

/** Lines of a stack belong to the error above them. */
function isWorthy({ severity, text }: { severity: number; text: string }): boolean {
  return severity <= LOG_WARNING && !/^\s+at /.test(text);
}

/** The location that a message ends with: `(name, file:line:column)`. */
function placeOf(text: string, { file: own, line: ownLine }: LineLocation) {
  const [, file, line, column] = /\([^()]*?, (\/[^()]*):(\d+):(\d+)\)[^()]*$/.exec(text) ?? [];
  if (file === undefined) return { file: own, line: ownLine };
  return { file, line: Number(line), column: Number(column) };
}
