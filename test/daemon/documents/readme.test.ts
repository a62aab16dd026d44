// The first screen of the README does what it says.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from '../../fixtures/documentation.ts';
import { logged } from '../fixtures/plugin.ts';
import { pluginDir, quote, startDaemon } from '../harness/index.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8');

function codeBlock(language: string): string {
  const found = readme.match(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``));
  if (found?.[1] === undefined) throw new Error(`README.md has no ${language} block`);
  return found[1];
}

test('the first example runs as it stands', async () => {
  const plugin = codeBlock('ts');
  const code = plugin.split('\n').filter((line) => line !== '' && !line.startsWith('//'));
  expect(code.length).toBeLessThanOrEqual(12);
  const daemon = await startDaemon({
    files: { 'dice.ts': plugin },
    config: (dir) =>
      codeBlock('apache')
        .replace('LoadPlugin logfile\n', `$&PluginDir ${quote(pluginDir)}\n`)
        .replace('/var/log/collectd.log', join(dir, 'collectd.log'))
        .replace('/opt/collectd/plugins', join(dir, 'plugins')),
  });
  // What the page shows below it, but for the eyes.
  const [shown] = blocksOf('README.md').filter(({ text }) => text.startsWith('Initialization'));
  expect(shown).toBeDefined();
  for (const line of shown?.text.trim().split('\n') ?? [])
    await daemon.waitForLog(new RegExp(`(?:^|\\] )${line.replace(/\d$/, '[1-6]')}$`, 'm'));
  const ending = await daemon.stop();
  expect(ending.status).toBe(0);
  expect([...logged(ending.log, 'error'), ...logged(ending.log, 'warning')]).toEqual([]);
});
