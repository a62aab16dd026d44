/** `collectd-nodejs run`: a plugin without collectd, or as a program of its exec plugin. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { NAME_SIZE } from '../../contract/layout.generated.ts';
import type { ModuleBlock } from '../../fake-collectd/index.ts';
import { type Resolved, resolveImport } from '../check/resolve.ts';
import { Findings, formatFinding } from '../conf/findings.ts';
import { type Globals, readGlobals } from '../conf/globals.ts';
import { readConfiguration } from '../conf/read.ts';
import { namedFile } from '../named-paths.ts';
import { onlyOne, parseArguments, parseSeconds, UsageError, wrongValue } from '../options.ts';
import { CommandError } from '../output.ts';
import { DEFAULT_TYPES_DB } from '../types-db.ts';
import { importedName } from './imported-name.ts';
import { moduleBlocks } from './module-blocks.ts';
import { startThread } from './thread.ts';

export const RUN_USAGE = `collectd-nodejs run [options] <plugin>
  Runs a plugin without collectd and prints what it dispatches as collectd's exec
  plugin reads it: PUTVAL and PUTNOTIF lines on stdout, its log on stderr.
  --config FILE       a collectd.conf: the plugin gets the name that its Import gives it and
                      its <Module> blocks; TypesDB, Interval and Hostname are set as there
  --interval SECONDS  default: $COLLECTD_INTERVAL, or 10
  --hostname NAME     default: $COLLECTD_HOSTNAME, or this machine's name
  --timeout SECONDS   for one callback; default: 10
  --types-db FILE     types besides collectd's own; may be given several times
  --once              every read callback once, then end; status 1 if anything failed
  --json              lines of JSON instead of PUTVAL and PUTNOTIF`;

export const RUN_OPTIONS = {
  config: { type: 'string' },
  interval: { type: 'string' },
  hostname: { type: 'string' },
  timeout: { type: 'string' },
  'types-db': { type: 'string', multiple: true },
  once: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** collectd's exec plugin takes a longer line for the end of the program, and all after it is lost. */
const EXEC_LINE_LIMIT = 1198;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments('run', args, RUN_OPTIONS);
  const name = onlyOne(positionals);
  if (name === undefined) throw new UsageError(`which plugin?\n\n${RUN_USAGE}`);
  const { COLLECTD_INTERVAL, COLLECTD_HOSTNAME } = process.env;
  const given =
    values.interval === undefined
      ? parseInterval('$COLLECTD_INTERVAL', COLLECTD_INTERVAL || undefined)
      : parseInterval('--interval', values.interval);
  const timeout = parseSeconds('--timeout', values.timeout ?? '10');
  if (values.hostname !== undefined) checkHostname(values.hostname);
  if (values.config !== undefined) namedFile('--config', values.config);
  const types = (values['types-db'] ?? []).map((file) => namedFile('--types-db', file));
  const resolved = resolveImport(resolve(name), []);
  if (typeof resolved === 'string') throw new CommandError(`${name}: ${resolved}`);
  const { path } = resolved;
  const { moduleName, blocks, globals } = readConfig(values.config, resolved);
  const globalInterval = given ?? globals?.interval ?? 10;
  const thread = startThread({
    mode: values.once ? 'once' : 'run',
    moduleName,
    path,
    blocks,
    hostname: values.hostname ?? (COLLECTD_HOSTNAME || (globals?.hostname ?? hostname())),
    interval: given ?? globals?.pluginInterval ?? globalInterval,
    globalInterval,
    timeout,
    typesDb: typesDb(types, globals),
    format: values.json ? 'json' : 'putval',
    lineLimit: COLLECTD_INTERVAL && !values.json ? EXEC_LINE_LIMIT : Number.POSITIVE_INFINITY,
    version: '5.12.0',
    postLog: false,
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, thread.stop);
  try {
    return (await thread.ended) ? 1 : 0;
  } finally {
    for (const signal of signals) process.off(signal, thread.stop);
  }
}

const parseInterval = (name: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseSeconds(name, text);

/** It becomes the first part of an identifier. */
function checkHostname(text: string): void {
  if (text !== '' && !text.includes('/') && Buffer.byteLength(text) < NAME_SIZE) return;
  throw wrongValue('--hostname', `a name of 1 to ${NAME_SIZE - 1} bytes without "/"`, text);
}

function readConfig(
  file: string | undefined,
  resolved: Resolved,
): { moduleName: string; blocks: ModuleBlock[]; globals: Globals | undefined } {
  if (file === undefined) {
    return { moduleName: resolved.moduleName, blocks: [], globals: undefined };
  }
  const findings = new Findings();
  const items = readConfiguration(file, findings);
  for (const finding of findings.all) process.stderr.write(`${formatFinding(finding)}\n`);
  if (items === undefined) throw new CommandError(`${file} cannot be used (see above).`);
  const moduleName = importedName(items, resolved.path) ?? resolved.moduleName;
  const blocks = moduleBlocks(items, moduleName);
  if (blocks.every(({ isForeign }) => isForeign)) {
    process.stderr.write(`warning: ${file} has no <Module ${moduleName}> block\n`);
  }
  return { moduleName, blocks, globals: readGlobals(items) };
}

/** Those of the configuration, or collectd's own if this machine has it, and those that were named. */
export function typesDb(named: readonly string[], globals: Globals | undefined): string[] {
  const own = existsSync(DEFAULT_TYPES_DB) ? [DEFAULT_TYPES_DB] : [];
  return [...(globals?.typesDb?.map(({ file }) => file) ?? own), ...named];
}
