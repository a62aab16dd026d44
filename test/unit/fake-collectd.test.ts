// lib/fake-collectd has everything that lib/contract/native.ts promises: what is listed comes from its source.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import {
  FRAME_SIZE,
  Kind,
  META_FRAME_SIZE,
  NOTIF_OKAY,
  PROGRESS_SIZE,
  RECORD_SIZE,
  REFUSAL_DUPLICATE,
  REFUSAL_IN_TYPES_DB,
  REFUSAL_STOPPING,
  REFUSAL_TOO_LATE,
  TAKEN_SIZE,
} from '../../lib/contract/layout.generated.ts';
import type { Session } from '../../lib/contract/native.ts';
import { createFakeCollectd } from '../../lib/fake-collectd/index.ts';

const contract = fileURLToPath(new URL('../../lib/contract/native.ts', import.meta.url));
const source = ts.createSourceFile(
  contract,
  readFileSync(contract, 'utf8'),
  ts.ScriptTarget.Latest,
);

function membersOf(name: string): readonly ts.TypeElement[] {
  const found = source.statements.find(
    (one): one is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(one) && one.name.text === name,
  );
  if (found === undefined) throw new Error(`no interface ${name} in ${contract}`);
  return found.members;
}

const nameOf = (member: ts.TypeElement): string => member.name?.getText(source) ?? '';
const methods = (name: string) => membersOf(name).filter(ts.isMethodSignature);

const session: Session = {
  modules: [],
  script_dir: '/',
  base_dir: '',
  hostname: 'h',
  interval: 10,
  global_interval: 10,
  log_traces: false,
  statistics: false,
  default_timeout: 10,
  heap_limit: 64,
  version: '5.12.0',
};
const output = { values: () => {}, notification: () => {}, log: () => {} };
const create = () => createFakeCollectd(session, new Map(), output).native;

describe('the fake collectd', () => {
  test('has what is in the contract, and nothing else', () => {
    const native = create();
    expect(Object.keys(native).sort()).toEqual(membersOf('Native').map(nameOf).sort());
    const interactive = membersOf('Interactive').map(nameOf);
    expect(Object.keys(native.interactive).sort()).toEqual(interactive.sort());
  });

  test.each(methods('Native').map((one) => [nameOf(one), one] as const))('%s()', (name, method) => {
    const given: unknown = Reflect.get(create(), name);
    expect(typeof given).toBe('function');
    expect((given as () => void).length).toBeLessThanOrEqual(method.parameters.length);
  });

  // An answer that never comes hangs whoever waits for it.
  const answering = methods('Native').filter((one) =>
    one.parameters.some(({ type }) => type !== undefined && ts.isFunctionTypeNode(type)),
  );
  const calls: Record<string, (done: () => void) => void> = {
    open_file: (done) => create().open_file('/dev/null', 0, 0, class {}, done),
  };
  test('answers are known for all that has one', () => {
    expect(answering.map(nameOf)).toEqual(Object.keys(calls));
  });
  test.each(Object.keys(calls))('%s() answers', async (name) => {
    await new Promise<void>((resolve) => calls[name]?.(resolve));
  });

  // A function with a result that gives none is one that was left empty.
  test.each([
    ['cache_open', []],
    ['cache_names', [[], 0]],
    ['cache_entries', [[], 0]],
    ['encode', [0, 'a']],
    ['notify', [[NOTIF_OKAY, 0, 'm', '', '', '', '', '', [], 0]]],
    ['register', [Kind.read, 'a', 0, 'p', 10, 10, '']],
    ['unregister', [Kind.read, 'a', 0]],
    ['unregister_group', ['g']],
    ['write', [null]],
    ['writer', [1, false]],
  ] as const)('%s() gives something', (name, args) => {
    const result: unknown = Reflect.apply(create()[name], undefined, args);
    expect(result).toBeDefined();
  });

  test('refuses with the codes that C++ has', () => {
    const { native, registry } = createFakeCollectd(session, new Map([['gauge', []]]), output);
    const register = (kind: number) =>
      native.register(kind, 'nodejs.a', 0, '/a.ts:1:2', 10, 10, '');
    const add = (name: string) => native.register_data_set(name, [], 0, '/a.ts:3:4');
    expect(register(Kind.write)).toBe(1);
    expect(register(Kind.write)).toEqual([REFUSAL_DUPLICATE, '/a.ts:1:2']);
    expect(add('own')).toBe(undefined);
    expect(add('own')).toEqual([REFUSAL_DUPLICATE, '/a.ts:3:4']);
    expect(add('gauge')).toEqual([REFUSAL_IN_TYPES_DB, '']);
    registry.commit();
    expect(register(Kind.log)).toEqual([REFUSAL_TOO_LATE, '']);
    expect(add('late')).toEqual([REFUSAL_TOO_LATE, '']);
    registry.close();
    expect(register(Kind.read)).toEqual([REFUSAL_STOPPING, '']);
  });

  test('shows memory of the sizes that C++ has', () => {
    const native = create();
    expect(native.frame.byteLength).toBe(FRAME_SIZE);
    expect(native.meta_frame.byteLength).toBe(META_FRAME_SIZE);
    expect(native.taken.byteLength).toBe(TAKEN_SIZE);
    const [, records, progress] = native.writer(1, false, false) ?? [];
    expect((records?.byteLength ?? 1) % RECORD_SIZE).toBe(0);
    expect(progress?.byteLength).toBe(PROGRESS_SIZE);
  });
});
