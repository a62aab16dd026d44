// The TypeScript half of the parity suite for callbacks: the same steps as callbacks.py.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import collectd, { CollectdError, NOTIF_OKAY, Notification, Values } from 'collectd';

const out = join(process.env.HOME ?? '', 'typescript.jsonl');
const kinds = ['config', 'init', 'read', 'write', 'flush', 'log', 'notification', 'shutdown'];
const seen = new Set<string>();
const functions = collectd as unknown as Record<string, (...args: unknown[]) => unknown>;

function put(key: string, what: unknown): void {
  if (seen.has(key)) return;
  seen.add(key);
  appendFileSync(out, `${JSON.stringify([key, what])}\n`);
}

function attempt(step: () => unknown): Record<string, unknown> {
  try {
    return { returned: step() ?? null };
  } catch (thrown) {
    return { thrown: (thrown as Error).constructor.name };
  }
}

const register = (kind: string, callback: unknown, options?: object): unknown =>
  functions[`register_${kind}`]?.(callback, options);
const unregister = (kind: string, which: unknown): unknown =>
  functions[`unregister_${kind}`]?.(which);

function takeBack(kind: string, identifier: string): void {
  while ('returned' in attempt(() => unregister(kind, identifier)));
}

function rules(kind: string): void {
  const never = (): void => {
    // A log callback may get what is logged while it is registered.
    if (kind !== 'log') put(`never.${kind}`, 'called');
  };
  const step = (name: string, code: () => unknown): void => put(`${name}.${kind}`, attempt(code));
  step('register.default', () => register(kind, never));
  step('unregister.callback', () => unregister(kind, never));
  step('unregister.callback_again', () => unregister(kind, never));
  step('register.named', () => register(kind, never, { name: 'gone' }));
  step('unregister.callback_named', () => unregister(kind, never));
  step('register.named_again', () => register(kind, never, { name: 'gone' }));
  step('unregister.short', () => unregister(kind, 'gone'));
  step('unregister.case', () => unregister(kind, 'NODEJS.GONE'));
  step('unregister.identifier', () => unregister(kind, 'nodejs.gone'));
  step('unregister.identifier_again', () => unregister(kind, 'nodejs.gone'));
  step('unregister.number', () => unregister(kind, 5));
  step('unregister.none', () => unregister(kind, null));
  step('register.number', () => register(kind, 5));
  step('register.none', () => register(kind, null));
  step('register.option', () => register(kind, never, { colour: 1 }));
  step('register.name_number', () => register(kind, never, { name: 5 }));
  step('register.name_nul', () => register(kind, never, { name: 'a\0b' }));
  step('register.twice_first', () => register(kind, never, { name: 'twice' }));
  step('register.twice', () => register(kind, never, { name: 'twice' }));
  takeBack(kind, 'nodejs.twice');
}

function data(kind: string): void {
  const given = (...args: unknown[]): void => put(`data.${kind}`, [args.length, args.at(-1)]);
  const none = (...args: unknown[]): void => put(`data_none.${kind}`, [args.length, args.at(-1)]);
  register(kind, given, { data: `data of ${kind}`, name: 'data' });
  register(kind, none, { data: null, name: 'none' });
}

function concerns(kind: string, args: unknown[]): boolean {
  if (kind === 'write' || kind === 'notification')
    return (args[0] as Values | Notification).plugin === 'thrown_typescript';
  return kind !== 'flush' || args[1] === 'parity/thrown/typescript';
}

function failing(kind: string): void {
  const throws = (...args: unknown[]): void => {
    if (concerns(kind, args)) throw new TypeError(`parity thrown in ${kind}`);
  };
  const soft = (...args: unknown[]): void => {
    if (concerns(kind, args)) throw new CollectdError(`parity expected in ${kind}`);
  };
  const options = kind === 'read' ? { interval: 3600 } : {};
  register(kind, throws, { name: 'throws', ...options });
  register(kind, soft, { name: 'soft', ...options });
}

function trigger(): void {
  const plugin = 'thrown_typescript';
  new Values({ type: 'gauge', plugin, values: [1] }).dispatch();
  new Notification({ type: 'gauge', plugin, severity: NOTIF_OKAY, message: 'm' }).dispatch();
  collectd.flush({ identifier: 'parity/thrown/typescript' });
  collectd.info('parity: triggered');
  put('triggered', 'done');
}

for (const kind of kinds) {
  rules(kind);
  data(kind);
}
for (const [name, interval] of Object.entries({
  interval_text: 'x',
  interval_none: null,
  interval_minus: -1,
}))
  put(
    `register.${name}`,
    attempt(() => register('read', () => {}, { interval, name: 'interval' })),
  );
takeBack('read', 'nodejs.interval');
for (const kind of ['read', 'write', 'flush', 'notification', 'shutdown']) failing(kind);
collectd.register_read(trigger, { interval: 3600, name: 'trigger' });
