/** Callbacks for the `<Module>` blocks of collectd.conf. */
import { type Handlers, native } from '../../contract/native.ts';
import { Declared } from '../../declaration/declared.ts';
import type { Declaration, OptionsOf } from '../../declaration/option.ts';
import type { UnknownOptions } from '../../declaration/read-block.ts';
import { tellProblems, wrongOptions } from '../../declaration/tell.ts';
import { logLine } from '../../log/log.ts';
import { LOG_ERR, LOG_WARNING } from '../../shared/constants.ts';
import { CollectdError, typeError } from '../../shared/errors.ts';
import { isFields, NONE } from '../../shared/field-arguments.ts';
import { IDENTIFIER_PREFIX } from '../../shared/plugin-name.ts';
import { SafeMap, slice } from '../../shared/primordials.ts';
import { type Config, configFromTree } from '../../values/config.ts';
import { callbackKind } from '../callback-kind.ts';
import {
  type Awaitable,
  type Callback,
  type CallbackOptions,
  COMMON_OPTIONS,
  checkOptions,
  type Data,
} from '../callback-options.ts';
import type { Registered } from '../registered.ts';
import { register, registered, unregister } from '../registry.ts';
import { runCallback } from '../step.ts';

const CONFIG = callbackKind('config', {
  options: [...COMMON_OPTIONS, 'unknown'],
  isCalledOnce: true,
  where: 'loading module',
});

/** Options beside a declaration. */
export interface DeclaredConfigOptions extends CallbackOptions {
  /**
   * What an option means that the declaration does not have: an `'error'` (the default), a
   * `'warning'`, or whatever a function does that gets it.
   */
  unknown?: UnknownOptions;
}

/** By the id of the callback. */
const declarations = new SafeMap<number, Declared>();

/**
 * Registers a callback for the `<Module>` blocks that name this module, and declares their
 * options. It is called once for each block, or once with the defaults when there is none; it
 * gets an object with the values, and the block itself (without the text of secrets).
 *
 * When a block has errors all of them are logged and the callback is not called; the module is
 * left out, as if the callback had thrown.
 *
 * @example
 * register_config(
 *   {
 *     Host: string({ required: true, description: 'where to connect' }),
 *     Port: integer({ min: 1, max: 65535, default: 25826 }),
 *   },
 *   (config) => connect(config.Host, config.Port),
 * );
 *
 * @returns the identifier, `nodejs.<module>` or `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError and RangeError for a
 *   declaration that makes no sense.
 */
export function register_config<D extends Declaration>(
  declaration: D,
  callback: (config: OptionsOf<D>, raw: Config, ...data: Data) => Awaitable<void>,
  options?: DeclaredConfigOptions,
): string;
/**
 * Registers a callback for the `<Module>` blocks that name this module; it is
 * called once for each.
 *
 * @returns the identifier, `nodejs.<module>` or `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError.
 * Source: collectd-python(5), register_config.
 */
export function register_config(
  callback: (config: Config, ...data: Data) => Awaitable<void>,
  options?: CallbackOptions,
): string;
export function register_config(
  first: Declaration | Callback,
  second: Callback | CallbackOptions = NONE,
  options: DeclaredConfigOptions = NONE,
): string {
  const what = 'register_config';
  if (!isFields(first)) {
    checkOptions(what, second, COMMON_OPTIONS);
    return register(CONFIG, first as Callback, second as CallbackOptions).identifier;
  }
  const declared = new Declared(first as Declaration, unknownOf(what, options), what);
  const entry = register(CONFIG, second as Callback, options);
  declarations.set(entry.id, declared);
  return entry.identifier;
}

function unknownOf(what: string, options: DeclaredConfigOptions | undefined): UnknownOptions {
  const unknown = options?.unknown ?? 'error';
  if (unknown === 'error' || unknown === 'warning' || typeof unknown === 'function') return unknown;
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `${what}: unknown must be 'error', 'warning' or a function`,
  );
}

/**
 * Takes a config callback back, by its identifier or by the function itself.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_config(which: string | ((...args: never[]) => unknown)): void {
  const removed = unregister(CONFIG, which);
  for (let i = 0; i < removed.length; i++) declarations.delete(removed[i] as number);
}

/** The declaration of a config callback, if it has one. */
export function declarationOf(id: number): Declared | undefined {
  return declarations.get(id);
}

/** @throws CollectdError when options are wrong. */
function declaredArguments(declared: Declared, entry: Registered, block: Config | undefined) {
  // The name by which a <Module> block would mean this callback.
  const name = slice(entry.identifier, IDENTIFIER_PREFIX.length);
  const read = block === undefined ? declared.readNone(name) : declared.read(block);
  tellProblems(read.problems, ({ level, message }) =>
    logLine(level === 'error' ? LOG_ERR : LOG_WARNING, `nodejs plugin: ${message}`),
  );
  if (read.errors > 0) throw new CollectdError(wrongOptions(read.errors));
  return [read.options, read.raw];
}

export const configHandlers = {
  configure(call, callback, tree) {
    const entry = registered(callback);
    const declared = declarations.get(callback);
    const block = tree === null ? undefined : configFromTree(tree);
    if (entry !== undefined && declared !== undefined)
      runCallback(call, callback, () => declaredArguments(declared, entry, block));
    // A callback without a declaration is called for its blocks only.
    else if (block === undefined) native.settle(call, true);
    else runCallback(call, callback, () => [block]);
  },
} satisfies Partial<Handlers>;
