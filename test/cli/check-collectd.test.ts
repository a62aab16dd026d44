// collectd itself and `check` agree on which configurations start.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { checkConfiguration } from '../../lib/cli/check/check.ts';
import { formatFinding } from '../../lib/cli/conf/findings.ts';
import { parse } from '../../lib/cli/conf/parser.ts';
import { treeOf } from '../../lib/cli/run/module-blocks.ts';
import { findCollectd } from '../../lib/cli/system/collectd.ts';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { type Configuration, configurations } from './configurations.ts';

const collectd = findCollectd();

vi.setConfig({ testTimeout: 120_000 });

async function compare({ text, files = {} }: Configuration): Promise<void> {
  const plugins: Record<string, string> = {};
  const others: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    if (name.startsWith('plugins/')) plugins[name.slice('plugins/'.length)] = content;
    else others[name] = content;
  }
  const daemon = await startDaemon({
    args: ['-T'],
    files: plugins,
    config: (dir) => {
      for (const [name, content] of Object.entries(others)) {
        mkdirSync(dirname(join(dir, name)), { recursive: true });
        writeFileSync(join(dir, name), content);
      }
      return text(dir);
    },
  });
  const { status, signal, log } = await daemon.waitForExit(60);
  const file = join(daemon.dir, 'collectd.conf');
  const back = process.cwd();
  // Relative paths are those of the directory that collectd was started in.
  process.chdir(daemon.dir);
  try {
    const { pluginDir } = collectd ?? {};
    const { all, failed } = await checkConfiguration(file, { pluginDir, collectd });
    const found = all.map(formatFinding).join('\n');
    expect(signal).toBe(null);
    expect(failed, `check: ${found}\ncollectd (${status}): ${log}`).toBe(status !== 0);
    // The same mistake in the same words.
    for (const { message } of all.filter(({ message }) => / in <|^LibNode: /.test(message))) {
      expect(log).toContain(`nodejs plugin: ${message}`);
    }
    for (const finding of all.filter(({ line }) => line > 0)) {
      expect(existsSync(finding.file), found).toBe(true);
    }
  } finally {
    process.chdir(back);
  }
}

describe.each(Object.entries(configurations))('%s', (_, cases) => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => compare(one));
});

test('a config callback gets the tree that check reads', async () => {
  const block = `<Module "x">
  Text "a\\"b\\\\c\\d" word 12a 127.0.0.1:80 "two
lines" "contin\\
    ued" ""
  Number 1 -2 +3 0x1F 010 .5 1.5e+3 -0.25e-2 5000000000 # comment
  Flag true false yes no on off True
  <Outer 1 "two">
    <Inner>
      Deep \\
        1
    </Inner>
    <Empty "kept">
    </Empty>
  </Outer>
</Module>
`;
  const daemon = await startDaemon({
    args: ['-T'],
    config: (dir) => nodejs(dir, `Import "x"\n${block}`),
    files: {
      'x.ts': `import collectd, { type Config } from 'collectd';
const tree = ({ key, values, children }: Config): unknown => [key, values, children.map(tree)];
collectd.register_config((config) => console.log('tree:' + JSON.stringify(tree(config))));
`,
    },
  });
  const { log } = await daemon.waitForExit(60);
  const [item] = parse(block, 'x.conf', () => {});
  expect(item).toBeDefined();
  const own = JSON.stringify(item && treeOf(item));
  expect(log).toContain(`tree:${own}`);
});
