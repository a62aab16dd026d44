// What `check` warns of: blocks that nobody gets, patterns that mean nothing.
import { expect, test } from 'vitest';
import { fnmatch } from '../../lib/cli/conf/glob.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';
import { pluginDir } from '../daemon/harness/index.ts';
import { cli, lines, NOT_CHECKED } from './command.ts';

test('a <Module> block that belongs to no Import', async () => {
  const dir = temporary({ 'x.ts': 'export {};', 'modem.ts': 'export {};' });
  const conf = temporary({
    'collectd.conf': `PluginDir "${pluginDir}"\nLoadPlugin nodejs\n<Plugin nodejs>\nImport "${dir}/x"\nImport "${dir}/modem"\n<Module X>\nA 1\n</Module>\n<Module y>\nA 1\n</Module>\n<Module modm>\nA 1\n</Module>\n</Plugin>\n`,
  });
  const outcome = await cli(['check', 'collectd.conf'], { cwd: conf });
  expect(lines(outcome)).toEqual([
    expect.stringMatching(/^collectd\.conf:9: warning: <Module "y"> has the name of no Import: /),
    expect.stringMatching(/^collectd\.conf:12: .* name\. Did you mean "modem"\?$/),
    `collectd.conf: 0 errors, 2 warnings${NOT_CHECKED}`,
  ]);
  expect(outcome.status).toBe(0);
});

test.each([
  ['[z-a]*', 'b', false],
  ['[[:digit:]]x', '1x', true],
  ['[[:digit:]]x', 'ax', false],
  ['[!a-c]', 'd', true],
  ['[a\\]]', ']', true],
  ['[a-]', '-', true],
])('the pattern %s and %s', (pattern, name, matches) => {
  expect(fnmatch(pattern, name)).toBe(matches);
});
