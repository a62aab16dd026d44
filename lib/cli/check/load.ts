/** Runs a module and its config callbacks outside collectd, and turns what it logs into findings. */
import { hostname } from 'node:os';
import { LOG_ERR, LOG_WARNING } from '../../shared/constants.ts';
import type { Finding, Findings } from '../conf/findings.ts';
import type { Globals } from '../conf/globals.ts';
import { treeOf } from '../run/module-blocks.ts';
import { typesDb } from '../run/run.ts';
import { startThread } from '../run/thread.ts';
import type { Import, PluginOptions } from './options.ts';

export async function loadModule(
  module: Import,
  options: PluginOptions,
  globals: Globals,
  findings: Findings,
): Promise<void> {
  const global = globals.interval ?? 10;
  const { moduleName, path, interval, item } = module;
  const blocks = options.moduleBlocks
    .filter(({ name }) => name.toLowerCase() === moduleName.toLowerCase())
    .map((block) => ({ name: block.name, tree: treeOf(block.item) }));
  const said: Finding[] = [];
  const thread = startThread(
    {
      mode: 'load',
      moduleName,
      path,
      blocks,
      hostname: globals.hostname ?? hostname(),
      interval: interval || (globals.pluginInterval ?? global),
      globalInterval: global,
      timeout: 10,
      typesDb: typesDb([], globals),
      format: 'none',
      lineLimit: Number.POSITIVE_INFINITY,
      version: '5.12.0',
      postLog: true,
    },
    (severity, text) => {
      // Lines of a stack belong to the error above them.
      if (severity > LOG_WARNING || /^\s+at /.test(text)) return;
      said.push({
        level: severity <= LOG_ERR ? 'error' : 'warning',
        ...placeOf(text, item),
        message: text,
      });
    },
  );
  let failed = true;
  try {
    failed = await thread.ended;
  } catch (error) {
    said.push({
      level: 'error',
      file: item.file,
      line: item.line,
      message: (error as Error).message,
    });
  }
  // What a module logs as an error without failing does not keep collectd from starting.
  for (const one of said) findings.add(failed ? one : { ...one, level: 'warning' });
}

/** The location that a message ends with: `(name, file:line:column)`. */
function placeOf(text: string, item: Import['item']) {
  const [, file, line, column] = /\([^()]*?, (\/[^()]*):(\d+):(\d+)\)[^()]*$/.exec(text) ?? [];
  if (file === undefined) return { file: item.file, line: item.line };
  return { file, line: Number(line), column: Number(column) };
}
