// What a module logs begins with its name, so that a log shows which module it is of.
import { expect, test } from 'vitest';
import { type Daemon, nodejs, startDaemon } from '../harness/index.ts';

const talking = (name: string): string => `
import collectd from 'collectd';
import { writeSync } from 'node:fs';
collectd.register_read(async () => {
  collectd.error('own error');
  console.log('own output');
  console.warn('two\\nlines');
  await null;
  process.stderr.write('own stderr\\n');
  writeSync(1, 'own number\\n');
  collectd.notice('${name}: named');
  collectd.info('${name.toUpperCase()} plugin: also named');
  collectd.info('${name}ed');
  setTimeout(() => collectd.info('own end'));
}, { interval: 3600 });
collectd.register_read(() => { throw new Error('own failure'); }, { name: '${name}-fails', interval: 3600 });`;

async function run(lines: string, names: readonly string[]): Promise<Daemon> {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, lines),
    files: Object.fromEntries(names.map((name) => [`${name}.ts`, talking(name)])),
  });
  for (const last of [/own end/g, /own failure/g])
    await daemon.waitFor(() => (daemon.log().match(last) ?? []).length >= names.length);
  return daemon;
}

test('the name of the module, unless the text has it already; not in lines about the module', async () => {
  const daemon = await run('LogPrefix true\nImport "talk"', ['talk']);
  const log = daemon.log();
  for (const line of [
    '[error] talk: own error',
    '[info] talk: own output',
    '[warning] talk: two',
    '[warning] talk: lines',
    '[error] talk: own stderr',
    '[info] talk: own number',
    '[notice] talk: named',
    '[info] TALK plugin: also named',
    '[info] talk: talked',
    '[info] talk: own end',
  ])
    expect(log.split('\n')).toContain(line);
  expect(log).toMatch(
    /^\[error\] Unhandled nodejs exception in read callback: Error: own failure/m,
  );
});

test('an Import decides for itself, also where modules share a worker', async () => {
  const daemon = await run(
    'Workers 1\n<Import "talk">\nLogPrefix true\n</Import>\n<Import "quiet">\nLogPrefix off\n</Import>\nImport "other"\nLogPrefix true',
    ['talk', 'quiet', 'other'],
  );
  for (const text of ['own error', 'own output', 'own end', 'own stderr'])
    expect(
      daemon
        .log()
        .split('\n')
        .filter((line) => line.endsWith(text))
        .map((line) => line.replace(/^\[\w+\] /, ''))
        .sort(),
      text,
    ).toEqual([`other: ${text}`, text, `talk: ${text}`]);
});
