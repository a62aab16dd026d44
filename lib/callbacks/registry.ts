/** Which callbacks the modules of this worker have registered. */
import { types } from 'node:util';
import { Kind, type KindName, native } from '../contract/native.ts';
import { type Context, currentContext, trackContexts } from '../execution/context.ts';
import { locate } from '../location/stack.ts';
import { ThrottledReport } from '../log/report.ts';
import { rangeError, runtimeError, typeError } from '../shared/errors.ts';
import { isFields } from '../shared/field-arguments.ts';
import { checkText } from '../shared/text.ts';
import { type Registered, whereOf } from './registered.ts';

type Callback = (...args: never[]) => unknown;

export interface Options {
  /** The identifier is `nodejs.<name>` then; default: `nodejs.<module>`. */
  name?: string;
  /** When given, the callback gets it as its last argument. */
  data?: unknown;
}

const PREFIX = 'nodejs.';
const byId = new Map<number, Registered>();

export function registered(id: number): Registered | undefined {
  return byId.get(id);
}

export function contextOfCaller(what: string): Context {
  const context = currentContext();
  if (context === undefined)
    throw runtimeError('ERR_COLLECTD_NO_MODULE', `${what}: no module runs this code`);
  return context;
}

/** One that is called and never asked for its values does nothing. */
export function refuseGenerator(what: string, name: string, callback: unknown): void {
  if (types.isGeneratorFunction(callback))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: ${name} must not be a generator`);
}

/** Objects without an option that there is not. */
export function checkOptions(what: string, options: object, allowed: readonly string[]): void {
  if (!isFields(options))
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the options must be an object`);
  for (const key of Object.keys(options))
    if (!allowed.includes(key))
      throw typeError(
        'ERR_COLLECTD_INVALID_ARGUMENT',
        `${what}: unknown option "${key}"; there are ${allowed.join(', ')}`,
      );
}

function checkName(what: string, option: string, name: unknown): void {
  if (name === undefined) return;
  checkText(name, `${what}: the ${option}`);
  if (name === '')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the ${option} must not be empty`);
}

function intervalOf(what: string, interval: unknown, fallback: number): number {
  if (interval === undefined || interval === 0) return fallback;
  if (typeof interval !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the interval must be a number`);
  if (!(interval > 0 && interval <= 31536000))
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `${what}: the interval must be more than 0 and at most 31536000 seconds, not ${interval}`,
    );
  return interval;
}

function timeoutOf(what: string, timeout: unknown): number | undefined {
  if (timeout === undefined) return undefined;
  if (typeof timeout !== 'number')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the timeout must be a number`);
  if (!(timeout >= 0.1 && timeout <= 3600))
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `${what}: the timeout must be from 0.1 to 3600 seconds, not ${timeout}`,
    );
  return timeout;
}

function defaultTimeout(kind: KindName, { module }: Context, interval: number): number {
  if (module.timeout > 0) return module.timeout;
  const { default_timeout } = native.session;
  return kind === 'read' ? Math.max(default_timeout, interval) : default_timeout;
}

function refuse(what: string, identifier: string, reason: string): never {
  if (reason === 'too late')
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `${what}: collectd runs already; register ${identifier} while the module is imported, configured or initialised`,
    );
  if (reason === 'stopping')
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `${what}: collectd stops; nothing can be registered any more`,
    );
  if (reason === 'refused')
    throw runtimeError('ERR_COLLECTD_DISPATCH', `${what}: collectd refused ${identifier}`);
  throw runtimeError(
    'ERR_COLLECTD_DUPLICATE',
    `${what}: ${identifier} is registered already, at ${reason}; give one of them a name`,
  );
}

/** The one way by which a callback gets registered. */
export function register(
  kind: KindName,
  callback: Callback,
  options: Options & { interval?: number; timeout?: number; group?: string },
  allowed: readonly string[],
): Registered {
  const what = `register_${kind}`;
  if (typeof callback !== 'function')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', `${what}: the callback must be a function`);
  refuseGenerator(what, 'the callback', callback);
  checkOptions(what, options, allowed);
  checkName(what, 'name', options.name);
  checkName(what, 'group', options.group);
  let context = contextOfCaller(what);
  const interval = intervalOf(what, options.interval, context.interval);
  const timeout = timeoutOf(what, options.timeout) ?? defaultTimeout(kind, context, interval);
  // A log callback may register a read, which is not quiet for that.
  const quiet = kind === 'log';
  // A notification callback carries how many have led to it.
  if (kind === 'notification') trackContexts();
  if (interval !== context.interval || quiet !== context.quiet) {
    trackContexts();
    context = { ...context, interval, quiet };
  }
  const identifier = PREFIX + (options.name ?? context.module.name);
  const location = locate(new Error(), context.module.path);
  const id = native.register(
    Kind[kind],
    identifier,
    context.module.index,
    location,
    interval,
    timeout,
    options.group ?? '',
  );
  if (typeof id === 'string') refuse(what, identifier, id);
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
    report: new ThrottledReport(whereOf(kind), context, location),
  };
  byId.set(id, entry);
  return entry;
}

/** By identifier, whichever module it is of, or every registration of the callback. Returns the ids. */
export function unregister(kind: KindName, which: string | Callback): readonly number[] {
  const what = `unregister_${kind}`;
  if (typeof which !== 'string' && typeof which !== 'function')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `${what}: give an identifier or the callback itself`,
    );
  const removed: number[] = [];
  for (const entry of byId.values())
    if (entry.kind === kind && (entry.callback === which || entry.identifier === which)) {
      removed.push(...native.unregister(Kind[kind], '', entry.id));
      // Also when another worker took it back, with its group.
      byId.delete(entry.id);
    }
  // Of a module in another worker.
  if (removed.length === 0 && typeof which === 'string')
    removed.push(...native.unregister(Kind[kind], which, 0));
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
