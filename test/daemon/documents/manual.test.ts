// The examples of the documentation run as they stand.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from '../../fixtures/documentation.ts';
import { nodejs, startDaemon } from '../harness/index.ts';

const root = resolve(import.meta.dirname, '../../..');

function blocks(page: string, language: string): string[] {
  const text = readFileSync(resolve(root, 'docs', page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

test('every example of the man page', async () => {
  const examples = blocks('collectd-nodejs.5.md', 'ts');
  expect(examples.length).toBeGreaterThanOrEqual(4);
  const names = examples.map((_, i) => `example_${i + 1}`);
  const daemon = await startDaemon({
    files: Object.fromEntries(examples.map((text, i) => [`${names[i]}.ts`, text])),
    config: (dir) => nodejs(dir, names.map((name) => `Import "${name}"`).join('\n')),
  });
  await daemon.waitForLog(/^\[info\] spam \(gauge\): \d/m);
  await daemon.waitForLog(/^\[info\] spam: more spam$/m);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).not.toMatch(/\[error\]/);
});

test('the errors of "Options of a module"', async () => {
  const example = blocks('collectd-nodejs.5.md', 'ts').find((code) => code.includes('oneOf'));
  const page = blocksOf('docs/collectd-nodejs.5.md');
  const errors = page.find(({ text }) => text.startsWith('Unknown option'))?.text;
  const daemon = await startDaemon({
    files: { 'modem.ts': example ?? '' },
    config: (dir) =>
      nodejs(dir, 'Import "modem"\n<Module modem>\n  Hots "a"\n  Port 70000\n</Module>'),
  });
  await daemon.waitForLog(/Initialization complete/);
  const said = daemon.log().matchAll(/^\[error\] nodejs plugin: (.*\n)/gm);
  expect([...said].map(([, text]) => text).join('')).toBe(errors);
});

test("the synopsis and every option of the man page's configuration are known", async () => {
  const [synopsis = ''] = blocks('collectd-nodejs.5.md', 'apache');
  const daemon = await startDaemon({
    files: {
      'spam.ts': `import collectd from 'collectd';
collectd.register_config((config) => console.log('config', config.children.join()));`,
    },
    config: (dir) =>
      nodejs(dir, '').replace(
        /<Plugin nodejs>[^]*/,
        synopsis.replace(/^LoadPlugin.*$/m, '').replace('/path/to/your/modules', `${dir}/plugins`),
      ),
  });
  await daemon.waitForLog(/^\[info\] spam: config spam "wonderful" "lovely"$/m);
});

test('the plugin of the page on porting, in both languages', async () => {
  const [python = ''] = blocks('porting.md', 'python');
  const [typescript = ''] = blocks('porting.md', 'ts');
  const module = '<Module port>\n  Path "/tmp/temp"\n</Module>';
  const daemon = await startDaemon({
    files: {
      temp: '48312\n',
      'port.py': python,
      'port.ts': typescript,
      'seen.ts': `
import collectd from 'collectd';
collectd.register_write((vl) => console.log(vl.plugin_instance, vl.plugin, vl.type, vl.values[0]));`,
    },
    config: (dir) => {
      const block = `Import "port"\n${module.replace('/tmp', `${dir}/plugins`)}`;
      return `LoadPlugin python
<Plugin python>
ModulePath "${dir}/plugins"
${block}
</Plugin>
${nodejs(dir, `${block}\nImport "seen"`)}`;
    },
  });
  await daemon.waitFor(
    () => (daemon.log().match(/ cpu_temp temperature 48\.312$/gm) ?? []).length >= 2,
  );
  expect(daemon.log()).not.toMatch(/\[error\]/);
});

test('the man page is made of it', () => {
  const page = readFileSync(resolve(root, 'dist/man/collectd-nodejs.5'), 'utf8');
  expect(page).toMatch(/^\.TH "COLLECTD\\-NODEJS" "5" ""/);
  const sections = [...page.matchAll(/^\.SH "?(.*?)"?$/gm)].map(([, name]) => name);
  expect(sections).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'CONFIGURATION',
    'STATISTICS',
    'STRINGS',
    'WRITING YOUR OWN PLUGINS',
    'CLASSES',
    'FUNCTIONS',
    'EXAMPLES',
    'CAVEATS',
    'SEE ALSO',
  ]);
  expect(page).not.toMatch(/&quot;|&amp;|<!--/);
});

test('the example of the page on filters', async () => {
  const [plugin = ''] = blocks('filters.md', 'ts');
  const [config = ''] = blocks('filters.md', 'apache');
  const daemon = await startDaemon({
    files: {
      'office.ts': plugin,
      'seen.ts': `
import collectd, { Values } from 'collectd';
collectd.register_write((vl) => console.log('seen', vl.type_instance, vl.plugin_instance, vl.meta));
collectd.register_read(() => {
  // 2024-11-21, at four and at nine o'clock.
  for (const time of [1732161600, 1732179600])
    new Values({ type: 'gauge', type_instance: String(time), time }).dispatch({ values: [1] });
}, 3600);`,
    },
    config: (dir) =>
      nodejs(dir, '').replace(
        /<Plugin nodejs>[^]*/,
        config
          .replace(/^LoadPlugin.*$/m, '')
          .replace('/opt/collectd/plugins', `${dir}/plugins`)
          .replace('Import "office"', 'Import "office"\nImport "seen"'),
      ),
  });
  await daemon.waitForLog(/^\[info\] seen 1732161600 {2}\{\}$/m);
  await daemon.waitForLog(/^\[info\] seen 1732179600 office \{ checked: true \}$/m);
  expect((await daemon.stop()).status).toBe(0);
});
