/** Runs a module and its config callbacks outside collectd. */
import { hostname } from 'node:os';
import type { Findings } from '../conf/findings.ts';
import type { Globals } from '../conf/globals.ts';
import type { Item } from '../conf/parser.ts';
import { evaluate } from '../run/evaluate.ts';
import { treeOf } from '../run/module-blocks.ts';
import { typesDb } from '../run/run.ts';
import type { Import, PluginOptions } from './options.ts';

/** Seconds, as the plugin has it. */
const DEFAULT_TIMEOUT = 10;

/** @returns the `<Module>` blocks that its config callbacks got. */
export async function loadModule(
  module: Import,
  options: PluginOptions,
  globals: Globals,
  findings: Findings,
): Promise<readonly Item[]> {
  const global = globals.interval ?? 10;
  const { moduleName, path, interval, timeout, item } = module;
  const blocks = options.blocksFor(module);
  let configured: readonly Item[] = [];
  const { findings: found } = await evaluate(
    {
      mode: 'load',
      moduleName,
      path,
      blocks: blocks.map(({ name, item, isForeign }) => ({ name, tree: treeOf(item), isForeign })),
      hostname: globals.hostname ?? hostname(),
      interval: interval || (globals.pluginInterval ?? global),
      globalInterval: global,
      timeout: timeout || options.timeout || DEFAULT_TIMEOUT,
      typesDb: typesDb([], globals),
    },
    item,
    {
      placeOfProblem: ({ block, path }) => {
        const root = block === undefined ? undefined : blocks[block]?.item;
        return root === undefined ? item : itemAt(root, path);
      },
      onReport: (report) => {
        if (report.kind === 'configured')
          configured = blocks.filter((_, i) => report.blocks.includes(i)).map(({ item }) => item);
      },
    },
  );
  for (const one of found) findings.add(one);
  return configured;
}

/** By the indexes of children from the block on. */
function itemAt(block: Item, path: readonly number[]): Item {
  return path.reduce((item, index) => item.children[index] ?? item, block);
}
