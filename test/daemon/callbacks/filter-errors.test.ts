// What goes wrong in or around filters: it is told, and no value list is lost.
import { expect, test } from 'vitest';
import { nodejs, runDaemon, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const source = `
import collectd, { Values } from 'collectd';
const send = (type_instance: string, fields: object): void =>
  new Values({ plugin: 'src', type: 'gauge', values: [1], type_instance, time: 1732177000 }).dispatch(fields as never);`;

test('what filters throw or answer wrongly is logged, and matches nothing', async () => {
  const block = (name: string) => `
  <Rule>
    <Match "nodejs">
      Name "${name}"
    </Match>
    <Target "stop">
    </Target>
  </Rule>`;
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "filters"')}
<Chain "PostCache">
  ${['throws', 'soft', 'nothing', 'promise', 'uncreated', 'unknown', 'gone'].map(block).join('')}
  <Target "nodejs">
    Name "unknown"
  </Target>
  <Target "write">
  </Target>
</Chain>
PostCacheChain "PostCache"`,
    files: {
      ...reporting,
      'filters.ts': `${source}
        import { CollectdError } from 'collectd';
        import { report } from './report.ts';
        collectd.register_match('throws', { match() { throw new RangeError('match broke'); } });
        collectd.register_match('soft', { match() { throw new CollectdError('no data'); } });
        collectd.register_match('nothing', { match: (() => {}) as never });
        collectd.register_match('promise', { match: (async () => true) as never });
        collectd.register_match('uncreated', {
          create() { throw new Error('Limit is missing'); },
          match() { report('never', 1); return true; },
        });
        let asked = 0;
        const gone = { match(vl: Values) { asked++; report('gone', vl.values[0]); return false; } };
        collectd.register_match('gone', gone);
        let count = 0;
        let taken = 0;
        collectd.register_write((vl) => report('written', vl.values[0]));
        collectd.register_read(() => {
          if (taken > 0 && count === taken + 3) return;
          send('a', { values: [count++] });
          if (asked === 0 || taken > 0) return;
          collectd.unregister_match(gone as never);
          taken = count;
          report('taken', taken);
        }, 0.1);`,
    },
  });
  const [taken = 0] = await waitForReport<number>(daemon, 'taken');
  // Three more after that, and then there is silence: at the stop a filter has less time to answer.
  await expect
    .poll(() => reported<number>(daemon, 'written'))
    .toEqual(Array.from({ length: taken + 3 }, (_, i) => i));
  const { log, status } = await daemon.stop();
  expect(status).toBe(0);
  expect(reported(daemon, 'never')).toEqual([]);
  const gone = reported<number>(daemon, 'gone');
  expect(gone[0]).toBe(0);
  // The list that was sent just before it was taken back may not be asked any more, or may.
  expect(gone.at(-1)).toBeLessThan(taken);
  const lines = log.split('\n').filter((line) => /(match|target) "/.test(line));
  expect(lines.map((line) => line.replace(/\S*\/(filters\.ts:\d+:)\d+/, '$1'))).toEqual([
    expect.stringMatching(
      /^\[error\] Unhandled nodejs exception in match "uncreated": Error: Limit is missing \(filters, filters\.ts:\d+:\)$/,
    ),
    '[error] nodejs plugin: <Match "nodejs"> with Name "unknown": no module has registered a match "unknown"; it never matches.',
    '[error] nodejs plugin: <Target "nodejs"> with Name "unknown": no module has registered a target "unknown"; it does nothing.',
    expect.stringMatching(
      /^\[error\] Unhandled nodejs exception in match "throws": RangeError: match broke \(filters, filters\.ts:\d+:\)$/,
    ),
    '[warning] CollectdError in match "soft": no data (filters)',
    expect.stringMatching(
      /match "nothing": TypeError: match must return true or false, not undefined \(filters, /,
    ),
    expect.stringMatching(
      /match "promise": TypeError: match must return true or false, not a promise: collectd waits for the answer \(filters, /,
    ),
  ]);
});

test.each([
  [
    'Match',
    '',
    '<Match "nodejs"> without Name: add the name that a module gave to register_match().',
  ],
  [
    'Target',
    'Other "x"',
    '<Target "nodejs"> without Name: add the name that a module gave to register_target().',
  ],
  [
    'Match',
    'Name 5',
    'Name 5 in <Match "nodejs">: give one name in quotes, the one that a module gave to register_match().',
  ],
  [
    'Match',
    'Name ""',
    'Name "" in <Match "nodejs">: give one name in quotes, the one that a module gave to register_match().',
  ],
  [
    'Target',
    'Name "a" "b"',
    'Name "a" "b" in <Target "nodejs">: give one name in quotes, the one that a module gave to register_target().',
  ],
  [
    'Target',
    'Name "a"\nname "b"',
    'name "b" in <Target "nodejs">: there is one Name already, "a"; remove one of them.',
  ],
  [
    'Match',
    '<Name "a">\nx 1\n</Name>',
    '<Name "a"> in <Match "nodejs">: this option is a line, not a block.',
  ],
])('a %s with %j refuses the start', async (kind, lines, message) => {
  const other = kind === 'Match' ? '<Target "stop">\n</Target>' : '';
  const ending = await runDaemon({
    config: (dir) => `${nodejs(dir, 'Import "empty"')}
<Chain "PreCache">
<Rule>
<${kind} "nodejs">
${lines}
</${kind}>
${other}
</Rule>
</Chain>`,
    files: { 'empty.ts': '' },
  });
  expect(ending).toMatchObject({ status: 1, signal: null });
  expect(ending.log).toContain(`[error] nodejs plugin: ${message}\n`);
  expect(ending.log).not.toContain('Initialization complete');
});

const chain = `
<Chain "PreCache">
  <Target "nodejs">
    Name "x"
  </Target>
</Chain>
PreCacheChain "PreCache"`;

test('a filter without a module: told at the start', async () => {
  const { log, status } = await runDaemon({
    args: ['-T'],
    config: (dir) => `${nodejs(dir, '')}${chain}`,
  });
  expect(status).toBe(0);
  expect(log).toContain(
    '[error] nodejs plugin: <Target "nodejs"> with Name "x" has no effect: no module is imported.',
  );
});

test('a filter that cannot be created: -T has status 1, and OnError "exit" ends collectd', async () => {
  const files = {
    'broken.ts': `
      import collectd from 'collectd';
      collectd.register_target('x', { create() { throw new Error('no key'); }, invoke() {} });`,
  };
  const checked = await runDaemon({
    args: ['-T'],
    config: (dir) => `${nodejs(dir, 'Import "broken"')}${chain}`,
    files,
  });
  expect(checked).toMatchObject({ status: 1, signal: null });
  const ended = await runDaemon({
    config: (dir) => `${nodejs(dir, 'OnError "exit"\nImport "broken"')}${chain}`,
    files,
  });
  expect(ended).toMatchObject({ status: 1, signal: null });
  expect(ended.log).toContain('Unhandled nodejs exception in target "x": Error: no key (broken, ');
});
