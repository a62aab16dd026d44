// What a declaration makes of the lines of a block, as collectd's parser reads them.
import { parse } from '../../lib/cli/conf/parser.ts';
import { treeOf } from '../../lib/cli/run/module-blocks.ts';
import { Declared } from '../../lib/declaration/declared.ts';
import type { Declaration } from '../../lib/declaration/option.ts';
import type { UnknownOptions } from '../../lib/declaration/read-block.ts';
import { configFromTree } from '../../lib/values/config.ts';

export function read(declaration: Declaration, lines: string, unknown: UnknownOptions = 'error') {
  const [item] = parse(`<Module modem>\n${lines}\n</Module>\n`, 'collectd.conf', () => {});
  if (item === undefined) throw new Error('no block');
  const { options, raw, problems } = new Declared(declaration, unknown, 'register_config').read(
    configFromTree(treeOf(item)),
  );
  return { options, raw, problems, messages: problems.map(({ message }) => message) };
}

export const IN = 'in <Module "modem">';
