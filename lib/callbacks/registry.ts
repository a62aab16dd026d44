/** Which callbacks the modules of this worker have registered. */
import {
  REFUSAL_BY_COLLECTD,
  REFUSAL_LEFT_OUT,
  REFUSAL_STOPPING,
  REFUSAL_TOO_LATE,
} from '../contract/layout.generated.ts';
import { Kind, native, type Refusal } from '../contract/native.ts';
import { type Context, currentContext, trackContexts } from '../execution/context.ts';
import { locate } from '../location/stack.ts';
import { ThrottledReport } from '../log/report.ts';
import { runtimeError, typeError } from '../shared/errors.ts';
import { IDENTIFIER_PREFIX } from '../shared/plugin-name.ts';
import { SafeMap } from '../shared/primordials.ts';
import { checkText } from '../shared/text.ts';
import type { CallbackKind } from './callback-kind.ts';
import {
  type Callback,
  type CallbackOptions,
  checkName,
  checkOptions,
  intervalOf,
  refuseGenerator,
  timeoutOf,
} from './callback-options.ts';
import type { Registered } from './registered.ts';

const byId = new SafeMap<number, Registered>();

export function registered(id: number): Registered | undefined {
  return byId.get(id);
}

export function contextOfCaller(what: string): Context {
  const context = currentContext();
  if (context === undefined)
    throw runtimeError('ERR_COLLECTD_NO_MODULE', `${what}: no module runs this code`);
  return context;
}

function defaultTimeout(kind: CallbackKind, { module }: Context, interval: number): number {
  if (module.timeout > 0) return module.timeout;
  const { default_timeout } = native.session;
  return kind.mayTakeInterval ? Math.max(default_timeout, interval) : default_timeout;
}

function refuse(what: string, identifier: string, [reason, place]: Refusal): never {
  if (reason === REFUSAL_TOO_LATE)
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `${what}: collectd runs already; register ${identifier} while the module is imported, configured or initialised`,
    );
  if (reason === REFUSAL_STOPPING)
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `${what}: collectd stops; nothing can be registered any more`,
    );
  if (reason === REFUSAL_LEFT_OUT)
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `${what}: the module was left out, because its import or config callback failed or took too long; ${identifier} is not registered`,
    );
  if (reason === REFUSAL_BY_COLLECTD)
    throw runtimeError('ERR_COLLECTD_DISPATCH', `${what}: collectd refused ${identifier}`);
  throw runtimeError(
    'ERR_COLLECTD_DUPLICATE',
    `${what}: ${identifier} is registered already, at ${place}; give one of them a name`,
  );
}

/** The context that the callback runs in: the caller's, with what the kind and the options change. */
function contextOf(kind: CallbackKind, caller: Context, interval: number): Context {
  if (kind.hasOwnContexts) trackContexts();
  // A log callback may register a read, which is not quiet for that.
  const quiet = kind.isQuiet;
  if (interval === caller.interval && quiet === caller.quiet) return caller;
  trackContexts();
  return { ...caller, interval, quiet };
}

/** The one way by which a callback gets registered. */
export function register(
  kind: CallbackKind,
  callback: Callback,
  options: CallbackOptions & { interval?: number; timeout?: number; group?: string },
): Registered {
  const what = `register_${kind.name}`;
  if (typeof callback !== 'function')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the callback must be a function`);
  refuseGenerator(what, 'the callback', callback);
  checkOptions(what, options, kind.options);
  checkName(what, 'name', options.name);
  checkName(what, 'group', options.group);
  const caller = contextOfCaller(what);
  const interval = intervalOf(what, options.interval, caller.interval);
  const timeout = timeoutOf(what, options.timeout) ?? defaultTimeout(kind, caller, interval);
  const context = contextOf(kind, caller, interval);
  const identifier = IDENTIFIER_PREFIX + (options.name ?? context.module.name);
  const location = locate(new Error(), context.module.path);
  const id = native.register(
    Kind[kind.name],
    identifier,
    context.module.index,
    location,
    interval,
    timeout,
    options.group ?? '',
  );
  if (typeof id !== 'number') refuse(what, identifier, id);
  const entry: Registered = {
    id,
    kind,
    identifier,
    location,
    context,
    timeout,
    callback,
    hasData: 'data' in options,
    data: options.data,
    report: new ThrottledReport(kind.title, context, location, identifier),
  };
  byId.set(id, entry);
  return entry;
}

/** Of this worker: by identifier, or the one that has the caller's module's own. */
export function find(kind: CallbackKind, identifier?: string): Registered | undefined {
  const wanted =
    identifier ?? IDENTIFIER_PREFIX + contextOfCaller(`register_${kind.name}`).module.name;
  for (const entry of byId.values())
    if (entry.kind === kind && entry.identifier === wanted) return entry;
  return undefined;
}

/** By identifier, whichever module it is of, or every registration of the callback. Returns the ids. */
export function unregister(kind: CallbackKind, which: string | Callback): readonly number[] {
  const what = `unregister_${kind.name}`;
  if (typeof which !== 'string' && typeof which !== 'function')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `${what}: give an identifier or the callback itself`,
    );
  if (typeof which === 'string') checkText(which, `${what}: the identifier`);
  const removed: number[] = [];
  for (const entry of byId.values())
    if (entry.kind === kind && (entry.callback === which || entry.identifier === which)) {
      removed.push(...native.unregister(Kind[kind.name], '', entry.id));
      // Also when another worker took it back, with its group.
      byId.delete(entry.id);
    }
  // Of a module in another worker.
  if (removed.length === 0 && typeof which === 'string')
    removed.push(...native.unregister(Kind[kind.name], which, 0));
  if (removed.length === 0)
    throw runtimeError(
      'ERR_COLLECTD_NOT_REGISTERED',
      `${what}: ${typeof which === 'string' ? `"${which}"` : 'the callback'} is not registered`,
    );
  return removed;
}

/** The reads of a group, those of modules in other workers as well. */
export function unregisterGroup(group: string): void {
  const what = 'unregister_read_group';
  if (group === undefined)
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: give the name of a group`);
  checkName(what, 'group', group);
  const removed = native.unregister_group(group);
  if (removed.length === 0)
    throw runtimeError(
      'ERR_COLLECTD_NOT_REGISTERED',
      `${what}: no read callback is in the group "${group}"`,
    );
  for (const id of removed) byId.delete(id);
}
