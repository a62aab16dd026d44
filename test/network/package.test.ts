// What was built, as an application sees it: `import … from 'collectd-nodejs/network'`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startReader, take } from './loopback.ts';
import { script, start } from './process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

// A compiler has much to do: it may take minutes on a busy machine.
test('it can be imported, needs nothing but Node, and its types are strict', {
  timeout: 300_000,
}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'application-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'node_modules/@types'), { recursive: true });
  symlinkSync(root, join(dir, 'node_modules/collectd-nodejs'));
  symlinkSync(join(root, 'node_modules/@types/node'), join(dir, 'node_modules/@types/node'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023'],
    types: ['node'],
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const code = `import { Connection, decode, type Item, Reader } from 'collectd-nodejs/network';
const conn = new Connection<'a'>();
conn.a.record('b', { c: 1 });
// @ts-expect-error: no number
conn.a.record({ c: '1' });
const items: Item[] = decode(new Uint8Array()).items;
for (const item of items) {
  if (item.kind === 'values') for (const [type, value] of item) console.log(type.length, value);
  else console.log(item.message.length);
}
export async function first(reader: Reader): Promise<string> {
  for await (const item of reader) return item.host;
  return '';
}
`;
  writeFileSync(join(dir, 'index.ts'), code);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const program = start([tsc, '-p', dir]);
  expect([await program.status(280), program.stdout()]).toEqual([0, '']);
  const built = readFileSync(join(root, 'dist/network/index.js'), 'utf8');
  const imports = [...built.matchAll(/^(?:import|export) .*from ["'](.+)["'];$/gm)];
  expect(imports.length).toBeGreaterThan(3);
  for (const [, name] of imports) expect(name).toMatch(/^node:/);
  expect(built).not.toMatch(/require\(|process\.dlopen|\.node["']/);
});

describe('the end of a process', () => {
  const connect = (port: number, host = '127.0.0.1'): string =>
    `import { Connection, start_threads } from 'collectd-nodejs/network';
     const conn = new Connection({ collectd_host: '${host}', collectd_port: ${port} });
     conn.x.record({ last: 7 });\n`;

  const cases: [name: string, host: string, rest: string, status: number][] = [
    ['when there is nothing left to do', '127.0.0.1', '', 0],
    ['by process.exit()', '127.0.0.1', 'process.exit(3);', 3],
    ['by process.exit(), before the name is known', 'localhost', 'process.exit(3);', 3],
    ['with a name', 'localhost', 'start_threads();', 0],
    ['by an exception', '127.0.0.1', 'throw new Error("no");', 1],
  ];

  test.each(cases)('loses nothing: %s', async (_name, host, rest, status) => {
    const reader = await startReader();
    const program = script(connect(reader.address().port, host) + rest);
    expect(await program.status()).toBe(status);
    expect((await take(reader, 1))[0]).toMatchObject({ type_instance: 'x-last', values: [7] });
  });

  test('start_threads() sends at every interval, and may be called once', async () => {
    const reader = await startReader();
    const code = `import { Connection, start_threads } from 'collectd-nodejs/network';
      const options = { collectd_host: '127.0.0.1', collectd_port: ${reader.address().port}, interval: 0.05 };
      const before = new Connection({ ...options, plugin_name: 'before' });
      start_threads();
      const after = new Connection({ ...options, plugin_name: 'after' });
      before.x.record({ n: 5 });
      after.x.set_exact({ n: 6 });
      try { start_threads(); } catch (error) { console.log(error.code); }
      process.stdin.once('data', () => process.exit());`;
    const program = script(code);
    const seen: Record<string, unknown[]> = { before: [], after: [] };
    for await (const item of reader) {
      if (item.kind === 'values') seen[item.plugin]?.push(item.values[0]);
      if (seen.after?.length === 12) break;
    }
    expect(seen.after).toEqual(new Array(12).fill(6));
    expect(seen.before).toEqual([5, 0, 0, 0, 0, 0, 0]);
    program.child.stdin.end('end');
    expect(await program.status()).toBe(0);
    expect(program.stdout()).toBe('ERR_COLLECTD_DUPLICATE\n');
  });
});
