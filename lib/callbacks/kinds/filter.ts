/** Matches and targets for the filter chains of collectd.conf. */
import {
  FC_MATCH_MATCHES,
  FC_MATCH_NO_MATCH,
  FC_TARGET_CONTINUE,
  FC_TARGET_RETURN,
  FC_TARGET_STOP,
} from '../../contract/layout.generated.ts';
import { typeError } from '../../shared/errors.ts';
import { NONE } from '../../shared/field-arguments.ts';
import { suggestion } from '../../shared/suggestion.ts';
import type { Received } from '../../types/index.ts';
import type { Config } from '../../values/config.ts';
import type { Values } from '../../values/typed-values.ts';
import { type CallbackKind, callbackKind } from '../callback-kind.ts';
import { checkFlags, checkOptions, refuseGenerator } from '../callback-options.ts';
import {
  definedFilters,
  defineFilter,
  type FilterDefinition,
  forgetFilter,
} from '../filter-block.ts';
import { isPromise } from '../registered.ts';
import { register, unregister } from '../registry.ts';

const OPTIONS = ['bigint'] as const;
const REGISTERED_OPTIONS = ['name', ...OPTIONS];
const MATCH = callbackKind('match', { options: REGISTERED_OPTIONS });
const TARGET = callbackKind('target', { options: REGISTERED_OPTIONS });

/**
 * A condition for `<Match "nodejs">`. `S` is what `create` returns, if there is one. Values are
 * of the type `N`: bigints, too, where it is registered with `bigint: true`.
 */
export interface Match<S = undefined, N extends number | bigint = number> {
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
  match: (vl: Values<string, N>, state: S) => boolean;
}

/** What happens next to a value list: see collectd.conf(5), "Filter configuration". */
export type Verdict = 'continue' | 'stop' | 'return';

/** An action for `<Target "nodejs">`. `S` and `N` are those of a {@link Match}. */
export interface Target<S = undefined, N extends number | bigint = number> {
  /** As that of a {@link Match}, for `<Target "nodejs">` blocks. */
  create?(config: Config): S | PromiseLike<S>;
  /**
   * What it changes of the list is changed in collectd when it returns: everything but
   * the type and the number of values. As for a {@link Match}, no promise.
   *
   * @returns nothing is `'continue'`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: nothing to return is the usual case.
  invoke: (vl: Values<string, N>, state: S) => Verdict | void;
}

export interface FilterOptions<Exact extends boolean = boolean> {
  /** Exact bigints for counter, derive and absolute values instead of numbers. */
  bigint?: Exact;
}

const VERDICTS = new Map<unknown, number>([
  [undefined, FC_TARGET_CONTINUE],
  ['continue', FC_TARGET_CONTINUE],
  ['stop', FC_TARGET_STOP],
  ['return', FC_TARGET_RETURN],
]);

function described(result: unknown): string {
  if (isPromise(result)) return 'a promise: collectd waits for the answer';
  return typeof result === 'string' ? `'${result}'` : String(result);
}

function matchAnswer(result: unknown): number {
  if (typeof result === 'boolean') return result ? FC_MATCH_MATCHES : FC_MATCH_NO_MATCH;
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `match must return true or false, not ${described(result)}`,
  );
}

function targetAnswer(result: unknown): number {
  const verdict = VERDICTS.get(result);
  if (verdict !== undefined) return verdict;
  throw typeError(
    'ERR_COLLECTD_INVALID_ARGUMENT',
    `invoke must return 'continue', 'stop', 'return' or nothing, not ${described(result)}`,
  );
}

function checkImplementation(
  what: string,
  method: string,
  name: string,
  implementation: object,
): () => unknown {
  const refuse = (message: string): never => {
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: ${message}`);
  };
  if (typeof name !== 'string' || name === '')
    refuse(`give a name first, such as ${what}('name', { ${method}(vl) { … } })`);
  if (implementation === null || typeof implementation !== 'object')
    refuse(`give an object with the function ${method}`);
  const functions = implementation as Record<string, unknown>;
  const callback = functions[method];
  if (typeof callback !== 'function') {
    const meant = suggestion(method, Object.keys(functions));
    const instead = meant === undefined || meant === method ? '' : `; the object has "${meant}"`;
    refuse(`${method} must be a function${instead}`);
  }
  if (functions.create !== undefined && typeof functions.create !== 'function')
    refuse('create must be a function');
  for (const name of [method, 'create']) refuseGenerator(what, name, functions[name]);
  return callback as () => unknown;
}

function define(
  kind: CallbackKind,
  method: string,
  name: string,
  options: FilterOptions,
  definition: Pick<FilterDefinition, 'implementation' | 'answer' | 'mayChange'>,
): string {
  const what = `register_${kind.name}`;
  const callback = checkImplementation(what, method, name, definition.implementation);
  checkOptions(what, options, OPTIONS);
  checkFlags(what, options, OPTIONS);
  const entry = register(kind, callback, { ...options, name });
  const { identifier } = entry;
  const title = `${kind.name} "${name}"` as const;
  defineFilter(entry.id, { ...definition, identifier, title, bigint: options.bigint === true });
  return identifier;
}

/**
 * Registers a condition that `<Match "nodejs">` blocks with `Name "<name>"` use.
 *
 * @returns the identifier, `nodejs.<name>`.
 * @throws Error ERR_COLLECTD_DUPLICATE, ERR_COLLECTD_TOO_LATE; TypeError.
 * Source: filter_chain.h, fc_register_match.
 */
export function register_match<S = undefined>(name: string, match: Match<S>): string;
/** See {@link register_match}. With `bigint: true` values of integer sources are bigints. */
export function register_match<S = undefined, Exact extends boolean = boolean>(
  name: string,
  match: Match<S, Received<Exact>>,
  options: FilterOptions<Exact> | undefined,
): string;
export function register_match<S = undefined>(
  name: string,
  match: Match<S, never>,
  options: FilterOptions = NONE,
): string {
  return define(MATCH, 'match', name, options, {
    implementation: match,
    answer: (vl, state) => matchAnswer((match as Match<S, number | bigint>).match(vl, state as S)),
    mayChange: false,
  });
}

/**
 * Registers an action that `<Target "nodejs">` blocks with `Name "<name>"` use. See
 * {@link register_match}.
 *
 * Source: filter_chain.h, fc_register_target.
 */
export function register_target<S = undefined>(name: string, target: Target<S>): string;
/** See {@link register_target}. With `bigint: true` values of integer sources are bigints. */
export function register_target<S = undefined, Exact extends boolean = boolean>(
  name: string,
  target: Target<S, Received<Exact>>,
  options: FilterOptions<Exact> | undefined,
): string;
export function register_target<S = undefined>(
  name: string,
  target: Target<S, never>,
  options: FilterOptions = NONE,
): string {
  return define(TARGET, 'invoke', name, options, {
    implementation: target,
    answer: (vl, state) =>
      targetAnswer((target as Target<S, number | bigint>).invoke(vl, state as S)),
    mayChange: true,
  });
}

function takeBack(kind: CallbackKind, which: unknown): void {
  const own = definedFilters().filter(({ implementation }) => implementation === which);
  const identifiers = own.length === 0 ? [which] : own.map(({ identifier }) => identifier);
  for (const one of identifiers) for (const id of unregister(kind, one as string)) forgetFilter(id);
}

/**
 * Takes a match back, by its identifier or by the object that was registered: its
 * blocks never match from then on.
 *
 * @throws Error ERR_COLLECTD_NOT_REGISTERED; TypeError.
 */
export function unregister_match<S = undefined>(which: string | Match<S, never>): void {
  takeBack(MATCH, which);
}

/** Takes a target back: its blocks do nothing from then on. See {@link unregister_match}. */
export function unregister_target<S = undefined>(which: string | Target<S, never>): void {
  takeBack(TARGET, which);
}
