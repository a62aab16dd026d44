// collectd stops in time at SIGTERM while modules are started, at whatever moment it comes.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
// biome-ignore lint/plugin: the moment of the stop is the input.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Daemon, nodejs, startDaemon } from '../daemon/harness/index.ts';
import { nativePlugin } from '../daemon/native/plugin.ts';
import { expectStop } from './hazard.ts';

/** Milliseconds; 150 for the others. */
const moments: Record<string, number[]> = {
  'an endless loop at the import': [0, 150, 1200],
  'a config callback that hangs': [0, 1200],
  'an init callback that is slow': [0, 150, 1200],
};

const stuck: [string, string][] = [
  ['an endless loop at the import', 'begin(); for (;;) {}'],
  ['an import that waits', 'begin(); await new Promise(() => {});'],
  ['an import that blocks', "begin(); readFileSync(process.env.HOME + '/fifo');"],
  ['an import that eats memory', 'begin(); const kept: unknown[] = []; for (;;) kept.push({});'],
  [
    'a config callback that hangs',
    'register_config(() => { begin(); return new Promise(() => {}); });',
  ],
  ['a config callback that loops', 'register_config(() => { begin(); for (;;) {} });'],
  [
    'an init callback that hangs',
    'register_init(() => { begin(); return new Promise(() => {}); });',
  ],
  [
    'an init callback that is slow',
    `register_init(() => {
  begin();
  for (const end = Date.now() + 60000; Date.now() < end; ) for (let i = 0; i < 1e6; i++);
});`,
  ],
  [
    'create() of a match that loops',
    "register_match('slow', { create() { begin(); for (;;) {} }, match: () => true });",
  ],
];

const start = (text: string, before: (dir: string) => string = () => ''): Promise<Daemon> =>
  startDaemon({
    config: (dir) => {
      execFileSync('mkfifo', [join(dir, 'fifo')]);
      return `${before(dir)}${nodejs(dir, 'Timeout 60\nHeapLimit 200\nImport "bad"\nImport "good"\n<Module bad>\nKey 1\n</Module>')}
<Chain "PreCache">
  <Rule>
    <Match "nodejs">
      Name "slow"
    </Match>
    Target "stop"
  </Rule>
</Chain>
PreCacheChain "PreCache"`;
    },
    files: {
      'bad.ts': `import { register_config, register_init, register_match } from 'collectd';
import { readFileSync } from 'node:fs';
const begin = () => console.log('bad: begins');
${text}`,
      'good.ts': `import { register_shutdown } from 'collectd';\nregister_shutdown(() => {});`,
    },
  });

describe.each(stuck)('%s', (what, text) => {
  test.each(moments[what] ?? [150])('SIGTERM %i ms later', async (ms) => {
    const daemon = await start(text);
    await daemon.waitForLog(/bad: begins/, 45);
    // The moment is what is varied here.
    await sleep(ms);
    await expectStop(daemon);
  });
});

test('SIGTERM before, while another plugin is initialised', async () => {
  const daemon = await start('begin(); for (;;) {}', (dir) => nativePlugin(dir, 'terminator'));
  await daemon.waitForLog(/terminator: SIGTERM/, 45);
  await expectStop(daemon, daemon.waitForExit(60));
  expect(daemon.log()).not.toContain('bad: begins');
});
