/** `collectd-nodejs doctor`: what is wrong with an installation, and what to type. */
import { findTarget, TARGET_OPTIONS, TARGET_USAGE } from '../install/target.ts';
import { namedFile } from '../named-paths.ts';
import { onlyOne, parseArguments } from '../options.ts';
import { CommandError, print, printJson, progress } from '../output.ts';
import { inspectCollectd } from './collectd.ts';
import { inspectConfiguration, inspectModulePaths, readConfigured } from './configuration.ts';
import { inspectConfinement } from './confinement.ts';
import type { Finding, Patient } from './finding.ts';
import { inspectLibnode } from './libnode.ts';
import { inspectPlugin } from './plugin.ts';
import { selfCheck } from './self-check.ts';
import { inspectUnit } from './unit.ts';

export const DOCTOR_USAGE = `collectd-nodejs doctor [options]
  Says what is wrong with an installation and what to type. It starts collectd once, for
  a moment, with a configuration of its own.
${TARGET_USAGE}
  --config FILE       the configuration that collectd reads; default: the built-in one
  --no-start          do not start collectd
  --json              all findings as an object`;

export const DOCTOR_OPTIONS = {
  ...TARGET_OPTIONS,
  config: { type: 'string' },
  'no-start': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export async function doctor(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments('doctor', args, DOCTOR_OPTIONS);
  const [unexpected] = positionals;
  if (unexpected !== undefined) onlyOne([unexpected, unexpected]);
  if (values.config !== undefined) namedFile('--config', values.config);
  const { collectd, pluginDir } = target(values);
  const config = values.config ?? collectd?.config ?? '/etc/collectd/collectd.conf';
  const patient: Patient = { collectd, pluginDir, config, root: '' };
  const start = values['no-start'] !== true;
  const findings = await examine(patient, start, values.json === true);
  const healthy = findings.every(({ level }) => level !== 'problem');
  if (values.json) printJson({ ok: healthy, pluginDir, findings });
  else for (const finding of findings) show(finding);
  return healthy ? 0 : 1;
}

/** Without any collectd there still is something to say. */
function target(values: Parameters<typeof findTarget>[0]) {
  try {
    return findTarget(values);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { collectd: undefined, pluginDir: '/usr/lib/collectd' };
  }
}

export async function examine(
  patient: Patient,
  start: boolean,
  isQuiet: boolean,
): Promise<Finding[]> {
  const configured = readConfigured(patient);
  const findings = [
    ...inspectCollectd(patient),
    ...inspectPlugin(patient),
    ...inspectLibnode(patient, configured.libnode),
    ...(await inspectConfiguration(patient)),
    ...inspectModulePaths(configured),
    ...inspectUnit(patient, configured.modulePaths),
    ...inspectConfinement(patient),
  ];
  const ready = findings.every(
    ({ level, check }) => level !== 'problem' || !['collectd', 'plugin', 'libnode'].includes(check),
  );
  if (!start || !ready) return findings;
  if (!isQuiet) progress('starting collectd for a moment');
  return [...findings, ...selfCheck(patient, configured.libnode)];
}

function show({ check, level, message, advice }: Finding): void {
  print(`${level.padEnd(7)} ${check}: ${message}`);
  if (advice !== undefined) print(`        → ${advice}`);
}
