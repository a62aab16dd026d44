// What one module does must not hold up the others, nor collectd's own plugins.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport, waitForReports } from '../harness/reported.ts';

const wait = `
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
`;

/** For ever, as far as a test can see; Timeout has to be as long. */
const forever = { sleep: 'await new Promise(() => {});', block: 'block(300_000);' };
const patient = 'Timeout 300\nShutdownTimeout 1\n';

const native = 'LoadPlugin load\nLoadPlugin memory\nLoadPlugin cpu\n';
const identifiers = ['load/load', 'memory/memory-free', 'cpu-0/cpu-idle'];

test('two modules in two workers run at the same time', async () => {
  // Each blocks its thread until the other one has been seen to run: one after the other would never do.
  const meet = (own: string, other: string) => `
    import collectd from 'collectd';
    import { existsSync, writeFileSync } from 'node:fs';
    import { report } from './report.ts';
    ${wait}
    collectd.register_read(() => {
      const deadline = Date.now() + 20_000;
      writeFileSync(process.env.HOME + '/${own}', '');
      while (!existsSync(process.env.HOME + '/${other}') && Date.now() < deadline) block(1);
      report('met', existsSync(process.env.HOME + '/${other}'));
    }, 3600);`;
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "left"\nImport "right"'),
    files: { ...reporting, 'left.ts': meet('l', 'r'), 'right.ts': meet('r', 'l') },
  });
  await waitForReports(daemon, 'met', 2);
  expect(reported(daemon, 'met')).toEqual([true, true]);
});

test.each([
  ['that sleep', forever.sleep],
  ['that block their workers', forever.block],
])('five reads %s beside load, memory and cpu, which go on', async (_, wait_) => {
  const files: Record<string, string> = { ...reporting };
  for (let i = 0; i < 5; i++)
    files[`sleeper${i}.ts`] = `
      import collectd, { Values } from 'collectd';
      import { report } from './report.ts';
      ${wait}
      collectd.register_read(async () => { report('sleeps', ${i}); ${wait_} });`;
  const imports = [0, 1, 2, 3, 4].map((i) => `Import "sleeper${i}"`).join('\n');
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, `${patient}${imports}`)}${native}`,
    files,
  });
  await daemon.waitFor(() => new Set(reported(daemon, 'sleeps')).size === 5);
  // As many as collectd has read threads: if they kept these, no other read would ever be called.
  for (const identifier of identifiers) {
    const before = daemon.csv(identifier).length;
    await daemon.waitFor(() => daemon.csv(identifier).length >= before + 4);
  }
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
});

test('writers that sleep and block beside csv, which misses nothing', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      // Several threads would change the order, and collectd drops a value older than the last.
      `${csv(dir)}${nodejs(dir, `${patient}WriteQueueLimit 4\nImport "writer"\nImport "blocker"\nImport "reader"`)}`,
    files: {
      ...reporting,
      'writer.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_write(async () => { report('writer', 1); ${forever.sleep} });`,
      'blocker.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        ${wait}
        collectd.register_write(() => { report('blocker', 1); ${forever.block} });`,
      'reader.ts': `
        import collectd, { Values } from 'collectd';
        let count = 0;
        collectd.register_read(() => {
          for (let i = 0; i < 20; i++)
            new Values({ type: 'derive', plugin: 'all', type_instance: String(i) }).dispatch({ values: [count] });
          count++;
        });`,
    },
  });
  await waitForReport(daemon, 'writer');
  await waitForReport(daemon, 'blocker');
  // A write thread that waited for one of them would never hand csv another list.
  for (let i = 0; i < 20; i += 19) {
    const rows = await daemon.waitFor(() => {
      const found = daemon.csv(`all/derive-${i}`);
      return found.length >= 6 && found;
    });
    expect((rows || []).map((row) => Number(row.values[0]))).toEqual(
      (rows || []).map((_, at) => at),
    );
  }
});

test('modules that share a worker keep their own identifiers, intervals and log text', async () => {
  const module = (name: string) => `
    import collectd, { Values } from 'collectd';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { shared } from './shared.ts';
    collectd.register_read(async () => {
      await sleep(Math.random() * 20);
      shared('${name}');
      await sleep(Math.random() * 20);
      new Values({ plugin: 'shared', type: 'gauge', type_instance: '${name}' }).dispatch({ values: [1] });
      setTimeout(() => { throw new Error('stray of ${name}'); }, 5);
      await sleep(Math.random() * 20);
      throw new Error('failure of ${name}');
    });`;
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        ['one', 'two', 'three']
          .map((name, i) => `<Import "${name}">\nWorker "same"\nInterval ${i + 2}\n</Import>`)
          .concat('Import "writer"')
          .join('\n'),
      ),
    files: {
      ...reporting,
      'one.ts': module('one'),
      'two.ts': module('two'),
      'three.ts': module('three'),
      'shared.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        const seen = new Set<string>();
        export function shared(name: string): void {
          if (seen.has(name)) return;
          seen.add(name);
          report('late', [name, collectd.register_read(() => {}, { name: name + '.late' })]);
          report('own', [name, collectd.register_shutdown(() => {})]);
        }`,
      'writer.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_write((vl) => report(vl.type_instance, vl.interval));`,
    },
  });
  await daemon.waitFor(
    () => reported(daemon, 'three').length >= 1 && reported(daemon, 'own').length === 3,
  );
  const names = ['one', 'two', 'three'];
  for (const [i, name] of names.entries()) {
    const intervals = await waitForReport(daemon, name);
    expect(new Set(intervals)).toEqual(new Set([i + 2]));
    for (const what of ['failure', 'stray'])
      await daemon.waitForLog(
        new RegExp(`${what} of ${name} \\(${name}, \\S*/${name}\\.ts:\\d+:\\d+\\)`),
      );
  }
  expect(reported(daemon, 'own').sort()).toEqual(
    names.map((name) => [name, `nodejs.${name}`]).sort(),
  );
  expect(daemon.log()).toMatch(/4 modules in 2 workers/);
});
