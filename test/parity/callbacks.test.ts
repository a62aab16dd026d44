// Registering, unregistering, `data` and failures: a Python module and its port in one collectd.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type DaemonOptions, nodejs, runDaemon, startDaemon } from '../daemon/harness/index.ts';
import { AS_DOCUMENTED, compareWithPage } from './documented.ts';
import { compare, readOutcome } from './outcome.ts';

const half = (name: string) => readFileSync(resolve(import.meta.dirname, 'modules', name), 'utf8');
const kinds = ['flush', 'notification', 'read', 'shutdown', 'write'];

test('registrations, data and failures are those of the python plugin, but for docs/porting.md', async () => {
  const lines = `LogTraces true
Import "callbacks"
<Module data>
</Module>
<Module none>
</Module>`;
  const daemon = await startDaemon({
    interval: 10,
    files: { 'callbacks.py': half('callbacks.py'), 'callbacks.ts': half('callbacks.ts') },
    config: (dir) => `LoadPlugin python
<Plugin python>
ModulePath "${dir}/plugins"
${lines}
</Plugin>
${nodejs(dir, lines)}`,
  });
  const outcome = (name: string) => readOutcome(join(daemon.dir, `${name}.jsonl`));
  for (const language of ['python', 'nodejs'])
    for (const kind of ['flush', 'notification', 'read', 'write'])
      for (const text of [
        `Unhandled ${language} exception in ${kind} callback`,
        `${kind} callback: parity expected`,
      ])
        await daemon.waitForLog(new RegExp(text), 45);
  const called = ['config', 'init', 'read', 'write', 'flush', 'log', 'notification'];
  await daemon.waitFor(
    () =>
      ['python', 'typescript'].every((language) =>
        called.every((kind) =>
          ['data', 'data_none'].every((step) => outcome(language).has(`${step}.${kind}`)),
        ),
      ),
    45,
  );
  const { log, status } = await daemon.stop(45);
  // The failing shutdown callback in TypeScript.
  expect(status).toBe(1);
  expect(compareWithPage('callbacks', compare(outcome('python'), outcome('typescript')))).toEqual(
    AS_DOCUMENTED,
  );

  const ours = half('callbacks.ts').split('\n');
  const line = ours.findIndex((text) => text.includes('parity thrown')) + 1;
  const column = (ours[line - 1] ?? '').indexOf('new TypeError') + 1;
  const failures = log
    .split('\n')
    .filter((one) => /callback: .*parity (thrown|expected)/.test(one));
  expect(failures.sort()).toEqual(
    kinds
      .flatMap((kind) => [
        `[error] Unhandled python exception in ${kind} callback: TypeError: parity thrown in ${kind}`,
        `[error] Unhandled nodejs exception in ${kind} callback: TypeError: parity thrown in ${kind} ` +
          `(callbacks, ${daemon.dir}/plugins/callbacks.ts:${line}:${column}, nodejs.throws)`,
        `[warning] CollectdError in ${kind} callback: parity expected in ${kind}`,
        `[warning] CollectdError in ${kind} callback: parity expected in ${kind} (callbacks, nodejs.soft)`,
      ])
      .sort(),
  );
  // LogTraces: a stack for what was not expected, and for nothing else.
  expect(log.match(/^\[error\] +File ".*callbacks\.py", line \d+, in throws/gm)).toHaveLength(
    kinds.length,
  );
  expect(log.match(/^\[error\] +at throws \(.*callbacks\.ts:\d+:\d+\)/gm)).toHaveLength(
    kinds.length,
  );
  expect(log).not.toMatch(/(in|at) soft /);
});

test('what fails at the start is named as the python plugin names it', async () => {
  const lines = `Import "broken"
Import "picky"
<Module picky>
</Module>`;
  const unhandled = async (language: string, files: Record<string, string>): Promise<string[]> => {
    const options: DaemonOptions = {
      args: ['-T'],
      files,
      config: (dir) =>
        language === 'nodejs'
          ? nodejs(dir, lines)
          : `LoadPlugin python\n<Plugin python>\nModulePath "${dir}/plugins"\n${lines}\n</Plugin>`,
    };
    const { log, status } = await runDaemon(options, 45);
    expect(status).toBe(1);
    const found = log.match(/(Unhandled|CollectdError) .*/g) ?? [];
    return found.map((line) => line.replace(language, 'LANGUAGE').replace(/ \([^()]*\)$/, ''));
  };
  const expected = [
    'Unhandled LANGUAGE exception in importing module: TypeError: at import',
    'CollectdError in loading module: not this',
  ];
  const python = await unhandled('python', {
    'broken.py': "raise TypeError('at import')",
    'picky.py': `import collectd
def config(item):
    raise collectd.CollectdError('not this')
collectd.register_config(config)`,
  });
  expect(python).toEqual(expected);
  const typescript = await unhandled('nodejs', {
    'broken.ts': "throw new TypeError('at import');",
    'picky.ts': `import { CollectdError, register_config } from 'collectd';
register_config(() => { throw new CollectdError('not this'); });`,
  });
  expect(typescript).toEqual(expected);
});
