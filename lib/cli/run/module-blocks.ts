import type { ConfigTree } from '../../contract/native.ts';
import type { ModuleBlock } from '../../fake-collectd/index.ts';
import type { Item } from '../conf/parser.ts';

/**
 * The `<Module>` blocks of a configuration, by themselves or in `<Plugin nodejs>`, in file order;
 * those that are not named like the module are foreign.
 */
export function moduleBlocks(items: readonly Item[], moduleName: string): ModuleBlock[] {
  const found: ModuleBlock[] = [];
  for (const item of items) {
    const key = item.key.toLowerCase();
    const name = String(item.values[0] ?? '');
    if (key === 'plugin' && name.toLowerCase() === 'nodejs') {
      found.push(...moduleBlocks(item.children, moduleName));
    } else if (key === 'module') {
      const isForeign = name.toLowerCase() !== moduleName.toLowerCase();
      found.push({ name, tree: treeOf(item), isForeign });
    }
  }
  return found;
}

/** As a config callback gets it. */
export function treeOf({ key, values, children }: Item): ConfigTree {
  return [key, [...values], children.map(treeOf)];
}
