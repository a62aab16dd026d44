/**
 * process.binding() and _linkedBinding() lead around everything else in this folder, and
 * what is behind them ends the process when it is called with arguments that it does not expect.
 */
import { getSystemErrorName } from 'node:util';
import { apply } from '../shared/primordials.ts';
import { refuse } from './refuse.ts';

type Find = (name: string) => object;

const { binding: find, _linkedBinding: findLinked } = process as unknown as {
  binding?: Find;
  _linkedBinding?: Find;
};

/** Tables, and functions that take anything. */
const HARMLESS = new Set(['config', 'constants', 'natives', 'util']);

/** One of Node's own, for the guard; undefined where this version of Node has no such thing. */
export function nodeBinding<Binding extends object>(name: string): Partial<Binding> | undefined {
  const { emitWarning } = process;
  // Some are deprecated, which is nothing that a module can help.
  process.emitWarning = () => undefined;
  try {
    return find === undefined ? undefined : (apply(find, process, [name]) as Partial<Binding>);
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

export function guardBindings(): void {
  const owner = process as unknown as Record<string, unknown>;
  if (find !== undefined)
    owner.binding = (name: unknown): object => {
      // Once: the text of an object may be another one the next time.
      const text = String(name);
      if (HARMLESS.has(text)) return apply(find, process, [text]) as object;
      if (text === 'uv') return { ...nodeBinding('uv'), errname: getSystemErrorName };
      return refuse(
        `process.binding('${text}')`,
        "it is an internal of Node's; use its public modules",
        'process.binding()',
      );
    };
  if (findLinked !== undefined)
    owner._linkedBinding = (name: unknown): object => {
      const text = String(name);
      return text === 'collectd'
        ? refuse("process._linkedBinding('collectd')", "import 'collectd' instead")
        : (apply(findLinked, process, [text]) as object);
    };
}
