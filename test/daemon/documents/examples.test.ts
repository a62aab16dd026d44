// Every configuration that a page shows, and that of every shipped plugin, is one that collectd starts with.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf, pages } from '../../fixtures/documentation.ts';
import { nodejs, shippedPlugins, startDaemon } from '../harness/index.ts';

/** For modules that a page does not show: they take every block, and have what filters ask for. */
const anyModule = `
import collectd from 'collectd';
collectd.register_config((config) => console.log('configured', String(config)));
collectd.register_match('hours', { match: () => true });
collectd.register_target('office', { invoke() {} });`;

const shown = pages()
  .flatMap(blocksOf)
  .filter(({ language }) => language === 'apache')
  .map(({ page, line, text }): [string, string] => [`${page}:${line}`, text]);
const shipped = readdirSync(shippedPlugins).map((name): [string, string] => [
  `plugins/${name}/collectd.conf`,
  readFileSync(join(shippedPlugins, name, 'collectd.conf'), 'utf8'),
]);

/** A whole configuration of what may be a part of one. */
function whole(text: string): string {
  if (/^<Import/.test(text)) return `<Plugin nodejs>\n${text}</Plugin>`;
  const [, module] = /^<Module (\w+)>/.exec(text) ?? [];
  if (module !== undefined) return `<Plugin nodejs>\nImport "${module}"\n${text}</Plugin>`;
  if (/^<Plugin threshold>/.test(text)) return `LoadPlugin threshold\n${text}`;
  return text;
}

test('there are some', () => {
  expect(shown.length).toBeGreaterThanOrEqual(8);
  expect(shipped.length).toBeGreaterThanOrEqual(3);
});

test.each([...shown, ...shipped])('%s', async (name, part) => {
  const text = whole(part);
  const names = [...text.matchAll(/^\s*<?Import "(\w+)"/gm)].map(([, module = '']) => module);
  const ours = readdirSync(shippedPlugins);
  const daemon = await startDaemon({
    files: Object.fromEntries(
      names.filter((one) => !ours.includes(one)).map((one) => [`${one}.ts`, anyModule]),
    ),
    config: (dir) =>
      nodejs(dir, `ModulePath "${shippedPlugins}"`) +
      text
        .replace(/^LoadPlugin nodejs$/m, '')
        .replaceAll(
          /"\/(opt\/collectd\/plugins|path\/to\/your\/modules)[^"]*"/g,
          `"${dir}/plugins"`,
        )
        // A program that is there; test/cli/run-exec.test.ts has that of the page.
        .replace('"/usr/bin/env" "collectd-nodejs"', '"/bin/sleep" "60"')
        .replace('graphite.example.org', '127.0.0.1')
        .replace('/var/log', dir)
        .replace('/var/lib/collectd', dir),
  });
  await daemon.waitForLog(/Initialization complete/);
  for (const [, module] of text.matchAll(/^\s*<Module "?(\w+)"?>/gm))
    if (!ours.includes(module ?? ''))
      await daemon.waitForLog(new RegExp(`configured Module "${module}"`));
  const { status, log } = await daemon.stop();
  expect(status, log).toBe(0);
  expect(log, name).not.toMatch(
    /\[error\](?! exec plugin| cpu_temp| Unhandled .*thermal)|[Uu]nknown/,
  );
});
