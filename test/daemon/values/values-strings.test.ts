// Text in identifiers: 127 bytes, cut between characters; what is not UTF-8 shows as U+FFFD.
import { expect, test } from 'vitest';
import { csv, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';
import { nativePlugin } from '../native/plugin.ts';

const writer = `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_write((vl) => report(vl.plugin, [vl.plugin_instance, vl.type_instance]));
`;

/** The text as source, and what is left of it. */
const texts: [source: string, arrives: string][] = [
  [`'a'.repeat(127)`, 'a'.repeat(127)],
  [`'b'.repeat(128)`, 'b'.repeat(127)],
  [`'c'.repeat(5000)`, 'c'.repeat(127)],
  [`'ü'.repeat(63)`, 'ü'.repeat(63)],
  [`'ü'.repeat(64)`, 'ü'.repeat(63)],
  [`'d' + 'ü'.repeat(63)`, `d${'ü'.repeat(63)}`],
  [`'€'.repeat(43)`, '€'.repeat(42)],
  [`'e' + '🌡'.repeat(32)`, `e${'🌡'.repeat(31)}`],
  [`'fg' + '🌡'.repeat(32)`, `fg${'🌡'.repeat(31)}`],
  [`'hij' + '🌡'.repeat(31)`, `hij${'🌡'.repeat(31)}`],
  [`'grüße 🌡'`, 'grüße 🌡'],
  [`''`, ''],
];

test('long text is cut between characters, with one warning', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: {
      ...reporting,
      'writer.ts': writer,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        collectd.register_init(() => {
          for (let round = 0; round < 3; round++)
            for (const text of [${texts.map(([source]) => source).join(',\n')}])
              new Values({ plugin: 'text', plugin_instance: text, type: 'gauge', type_instance: text })
                .dispatch({ values: [1] });
          new Values({ plugin: 'end', type: 'gauge' }).dispatch({ values: [1] });
        });`,
    },
  });
  await waitForReport(daemon, 'end');
  const expected = texts.map(([, arrives]) => [arrives, arrives]);
  expect(reported(daemon, 'text')).toEqual([...expected, ...expected, ...expected]);
  const warnings = daemon.log().match(/^\[warning\].*/gm) ?? [];
  const warned = (text: string) => warnings.filter((line) => line.includes(`"${text}`)).length;
  expect(warned('bbb')).toBe(1);
  expect(warned('ccc')).toBe(1);
  expect(warned('üüü')).toBe(1);
  expect(warned('€€€')).toBe(1);
  expect(warned('aaa') + warned('d') + warned('hij')).toBe(0);
});

test('a slash is collectd’s to escape, for csv and TypeScript alike', async () => {
  const daemon = await startDaemon({
    config: (dir) => `${csv(dir)}${nodejs(dir, 'Import "writer"\nImport "source"')}`,
    files: {
      ...reporting,
      'writer.ts': writer,
      'source.ts': `
        import collectd, { Values } from 'collectd';
        collectd.register_init(() =>
          new Values({ plugin: 'slash', plugin_instance: '/', type: 'gauge', type_instance: 'a/b' })
            .dispatch({ values: [1] }));`,
    },
  });
  expect(await waitForReport(daemon, 'slash')).toEqual([['root', 'a_b']]);
  await daemon.waitFor(() => daemon.csv('slash-root/gauge-a_b').at(0));
});

test('bytes of a C plugin that are not UTF-8 arrive as U+FFFD, with one warning', async () => {
  const daemon = await startDaemon({
    config: (dir) => `WriteThreads 1\n${nodejs(dir, 'Import "writer"')}${nativePlugin(dir, 'odd')}`,
    files: { ...reporting, 'writer.ts': writer },
  });
  const rounds = await daemon.waitFor(() => {
    const found = reported<[string, string]>(daemon, 'odd');
    return found.length >= 14 && found.slice(0, 14);
  });
  const [latin, euro, slash, surrogate, beyond, fine, instance] = rounds;
  expect(rounds.slice(7)).toEqual(rounds.slice(0, 7));
  expect(latin).toEqual(['', 'caf\ufffd']);
  expect(fine).toEqual(['', 'grüß 🌡']);
  expect(instance).toEqual(['\ufffd', '']);
  for (const odd of [euro, slash, surrogate, beyond]) expect(odd?.[1]).toMatch(/^\ufffd+$/);
  const warnings = daemon.log().match(/^\[warning\].*is not UTF-8.*$/gm) ?? [];
  expect(warnings).toHaveLength(6);
  expect(warnings[0]).toContain('testhost/odd-/gauge-caf\ufffd');
});
