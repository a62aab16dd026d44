/** `collectd-nodejs describe`: the options that a module declares. */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { BlockDescription } from '../../declaration/description.ts';
import { resolveImport } from '../check/resolve.ts';
import { formatFinding } from '../conf/findings.ts';
import { onlyOne, parseArguments, parseSeconds, UsageError } from '../options.ts';
import { CommandError, print, printJson } from '../output.ts';
import { evaluate } from '../run/evaluate.ts';
import type { DescribedCallback } from '../run/job.ts';
import { typesDb } from '../run/run.ts';
import { formatBlock } from './block.ts';
import { formatTables } from './markdown.ts';

export const DESCRIBE_USAGE = `collectd-nodejs describe [options] <plugin>
  Imports a plugin, without collectd, and prints the options that it declares with
  register_config(): a <Module> block to paste into collectd.conf, where the options
  that may be left out are commented out.
  --markdown          tables for a README
  --json              kind, default, range and description of every option
  --timeout SECONDS   for the import; default: 10`;

export const DESCRIBE_OPTIONS = {
  markdown: { type: 'boolean' },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
} as const;

export async function describe(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments('describe', args, DESCRIBE_OPTIONS);
  const name = onlyOne(positionals);
  if (name === undefined) throw new UsageError(`which plugin?\n\n${DESCRIBE_USAGE}`);
  if (values.json && values.markdown) throw new UsageError('--json or --markdown, not both');
  const timeout = parseSeconds('--timeout', values.timeout ?? '10');
  const resolved = resolveImport(resolve(name), []);
  if (typeof resolved === 'string') throw new CommandError(`${name}: ${resolved}`);
  const { moduleName, path } = resolved;
  const callbacks = await callbacksOf(moduleName, path, timeout);
  if (callbacks === undefined) return 1;
  const blocks = callbacks.filter(isDeclared);
  if (blocks.length === 0) throw new CommandError(`${path} declares no options: ${why(callbacks)}`);
  if (values.json) printJson({ module: moduleName, path, blocks });
  else if (values.markdown)
    print(blocks.map((block) => formatTables(block, blocks.length === 1)).join('\n\n'));
  else print(blocks.map(formatBlock).join('\n\n'));
  return 0;
}

/** Undefined: the import has failed, and the findings are on stderr. */
async function callbacksOf(
  moduleName: string,
  path: string,
  timeout: number,
): Promise<readonly DescribedCallback[] | undefined> {
  let callbacks: readonly DescribedCallback[] | undefined;
  const { findings } = await evaluate(
    {
      mode: 'describe',
      moduleName,
      path,
      blocks: [],
      hostname: hostname(),
      interval: 10,
      globalInterval: 10,
      timeout,
      typesDb: typesDb([], undefined),
    },
    { file: path, line: 0 },
    {
      onReport: (report) => {
        if (report.kind === 'described') callbacks = report.callbacks;
      },
    },
  );
  for (const finding of findings) process.stderr.write(`${formatFinding(finding)}\n`);
  return callbacks;
}

function isDeclared(callback: DescribedCallback): callback is BlockDescription {
  return callback.options !== undefined;
}

function why(callbacks: readonly DescribedCallback[]): string {
  return callbacks.length === 0
    ? 'it has no config callback.'
    : 'it calls register_config() without a declaration.';
}
