/** Matches and targets for the filter chains of collectd.conf. */

import type { ConfigTree, FlatMeta } from '../contract/native.ts';
import { runIn } from '../execution/context.ts';
import { ThrottledReport } from '../log/report.ts';
import { typeError } from '../shared/errors.ts';
import { type Config, configFromTree } from '../values/config.ts';
import type { Values } from '../values/values.ts';
import { putChanges, shownList } from './filter-call.ts';
import { isPromise, type Registered } from './registered.ts';
import { checkOptions, refuseGenerator, register, unregister } from './registry.ts';
import { type Tally, tallyOf } from './tally.ts';

/** A condition for `<Match "nodejs">`. `S` is what `create` returns, if there is one. */
export interface Match<S = undefined> {
  /**
   * Called once for each `<Match "nodejs">` block with this name, after the module's init
   * callbacks. What it throws turns the block off.
   *
   * @param config - the block, without its `Name`.
   */
  create?(config: Config): S | PromiseLike<S>;
  /**
   * Whether the rule applies to this value list. A thread of collectd waits for the
   * answer, at most a second, so it must come at once: no promise.
   *
   * @param vl - a copy; changes of it stay here.
   */
  match(vl: Values, state: S): boolean;
}

/** What happens next to a value list: see collectd.conf(5), "Filter configuration". */
export type Verdict = 'continue' | 'stop' | 'return';

/** An action for `<Target "nodejs">`. `S` is what `create` returns, if there is one. */
export interface Target<S = undefined> {
  /** As that of a {@link Match}, for `<Target "nodejs">` blocks. */
  create?(config: Config): S | PromiseLike<S>;
  /**
   * What it changes of the list is changed in collectd when it returns: everything but
   * the type and the number of values. As for a {@link Match}, no promise.
   *
   * @returns nothing is `'continue'`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: nothing to return is the usual case.
  invoke(vl: Values, state: S): Verdict | void;
}

export interface FilterOptions {
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: boolean;
}

type Implementation = Match<never> | Target<never>;

interface Definition {
  readonly identifier: string;
  readonly title: `match "${string}"` | `target "${string}"`;
  readonly implementation: Implementation;
  readonly bigint: boolean;
}

/** By the registration's id. */
const definitions = new Map<number, Definition>();

interface Block {
  readonly registered: Registered;
  readonly definition: Definition;
  readonly state: unknown;
  readonly report: ThrottledReport;
  readonly tally: Tally | undefined;
}

/** The blocks of collectd.conf that this worker answers for, by their index there. */
const blocks = new Map<number, Block>();

const CONTINUE = 0;
const NO_MATCH = 0;
const MATCHES = 1;
const VERDICTS = new Map<unknown, number>([
  [undefined, CONTINUE],
  ['continue', CONTINUE],
  ['stop', 1],
  ['return', 2],
]);

function define(
  kind: 'match' | 'target',
  name: string,
  implementation: Implementation,
  options: FilterOptions,
): string {
  const what = `register_${kind}`;
  const method = kind === 'match' ? 'match' : 'invoke';
  const refuse = (message: string): never => {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: ${message}`);
  };
  if (typeof name !== 'string' || name === '') refuse('give a name first');
  if (implementation === null || typeof implementation !== 'object')
    refuse(`give an object with the function ${method}`);
  const functions = implementation as unknown as Record<string, unknown>;
  const callback = functions[method];
  if (typeof callback !== 'function') refuse(`${method} must be a function`);
  if (functions.create !== undefined && typeof functions.create !== 'function')
    refuse('create must be a function');
  for (const name of [method, 'create']) refuseGenerator(what, name, functions[name]);
  checkOptions(what, options, ['bigint']);
  if (options.bigint !== undefined && typeof options.bigint !== 'boolean')
    refuse('bigint must be a boolean');
  const entry = register(kind, callback as () => unknown, { ...options, name }, ['name', 'bigint']);
  definitions.set(entry.id, {
    identifier: entry.identifier,
    title: `${kind} "${name}"`,
    implementation,
    bigint: options.bigint === true,
  });
  return entry.identifier;
}

/**
 * Registers a condition that `<Match "nodejs">` blocks with `Name "<name>"` use.
 *
 * @returns the identifier, `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError.
 * Source: filter_chain.h, fc_register_match.
 */
export function register_match<S = undefined>(
  name: string,
  match: Match<S>,
  options: FilterOptions = {},
): string {
  return define('match', name, match as Implementation, options);
}

/**
 * Registers an action that `<Target "nodejs">` blocks with `Name "<name>"` use. See
 * {@link register_match}.
 *
 * Source: filter_chain.h, fc_register_target.
 */
export function register_target<S = undefined>(
  name: string,
  target: Target<S>,
  options: FilterOptions = {},
): string {
  return define('target', name, target as Implementation, options);
}

function takeBack(kind: 'match' | 'target', which: unknown): void {
  const own = [...definitions.values()].filter(({ implementation }) => implementation === which);
  const identifiers = own.length === 0 ? [which] : own.map(({ identifier }) => identifier);
  for (const one of identifiers)
    for (const id of unregister(kind, one as string)) definitions.delete(id);
}

/**
 * Takes a match back, by its identifier or by the object that was registered: its
 * blocks never match from then on.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_match<S = undefined>(which: string | Match<S>): void {
  takeBack('match', which);
}

/** Takes a target back: its blocks do nothing from then on. See {@link unregister_match}. */
export function unregister_target<S = undefined>(which: string | Target<S>): void {
  takeBack('target', which);
}

export function filterTitle(registered: Registered): Definition['title'] {
  return (
    definitions.get(registered.id)?.title ??
    `${registered.kind as 'match' | 'target'} "${registered.identifier}"`
  );
}

/** The block becomes one that answers when its `create` has. */
export async function createFilter(
  filter: number,
  registered: Registered,
  [key, values, children]: ConfigTree,
): Promise<void> {
  const definition = definitions.get(registered.id);
  if (definition === undefined) return;
  const { implementation, title } = definition;
  const rest = children.filter(([name]) => name.toLowerCase() !== 'name');
  const state = await implementation.create?.(configFromTree([key, values, rest]));
  const report = new ThrottledReport(title, registered.context, registered.location);
  blocks.set(filter, { registered, definition, state, report, tally: tallyOf(registered) });
}

function matches(vl: Values, { definition, state }: Block): number {
  const result: unknown = (definition.implementation as Match<unknown>).match(vl, state);
  if (typeof result === 'boolean') return result ? MATCHES : NO_MATCH;
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `match must return true or false, not ${described(result)}`,
  );
}

function invoke(vl: Values, { definition, state }: Block): number {
  const result: unknown = (definition.implementation as Target<unknown>).invoke(vl, state);
  const verdict = VERDICTS.get(result);
  if (verdict !== undefined) return verdict;
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `invoke must return 'continue', 'stop', 'return' or nothing, not ${described(result)}`,
  );
}

function described(result: unknown): string {
  if (isPromise(result)) return 'a promise: collectd waits for the answer';
  return typeof result === 'string' ? `'${result}'` : String(result);
}

/** See Handlers in native.ts. What fails counts as NO_MATCH or CONTINUE and changes nothing. */
export function answerFilter(
  filter: number,
  host: string,
  plugin: string,
  plugin_instance: string,
  type: string,
  type_instance: string,
  is_utf8: boolean,
  meta: FlatMeta | null,
): number {
  const block = blocks.get(filter);
  if (block === undefined) return CONTINUE;
  const { registered, definition, tally } = block;
  const began = tally === undefined ? 0 : performance.now();
  return runIn(registered.context, () => {
    try {
      const shown = shownList(
        { host, plugin, plugin_instance, type, type_instance, is_utf8, meta },
        definition.bigint,
      );
      if (registered.kind === 'match') return matches(shown.vl, block);
      const verdict = invoke(shown.vl, block);
      return verdict | (putChanges(shown) << 2);
    } catch (thrown) {
      block.report.add(thrown);
      tally?.fail();
      return CONTINUE;
    } finally {
      tally?.add(1, performance.now() - began);
      tally?.handOver();
    }
  });
}
