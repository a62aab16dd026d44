// What modules log, and log callbacks.
import { expect, test } from 'vitest';
import { type Daemon, nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const start = (files: Record<string, string>) =>
  startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        Object.keys(files)
          .map((name) => `Import "${name.replace('.ts', '')}"`)
          .join('\n'),
      ),
    files: { ...reporting, ...files },
  });

const lines = (daemon: Daemon, part: string) =>
  daemon
    .log()
    .split('\n')
    .filter((line) => line.includes(part));

test('log functions, console, stdout and stderr have their severities', async () => {
  const daemon = await start({
    'talker.ts': `
      import collectd from 'collectd';
      import { thrown, report } from './report.ts';
      collectd.error('mark error');
      collectd.warning('mark warning');
      collectd.notice('mark notice');
      collectd.info('mark info 100% %s %n');
      console.log('mark log', 1, { a: [2] });
      console.info('mark console.info %d', 5);
      console.warn('mark console.warn');
      console.error('mark console.error');
      console.table([{ mark: 1 }]);
      console.log('mark first\\nmark second');
      process.stdout.write('mark half ');
      process.stdout.write('and half\\n');
      process.stderr.write('mark stderr\\n');
      process.stdout.write(Buffer.from('mark bytes ü€🌡\\n').subarray(0, 13));
      process.stdout.write(Buffer.from('mark bytes ü€🌡\\n').subarray(13));
      report('thrown', [thrown(() => collectd.info(5 as never)), thrown(() => collectd.error('a\\0b'))]);
      console.log('mark nul \\0 inside');`,
  });
  await daemon.waitForLog(/Initialization complete/);
  expect(lines(daemon, 'mark')).toEqual([
    '[error] mark error',
    '[warning] mark warning',
    '[notice] mark notice',
    '[info] mark info 100% %s %n',
    '[info] mark log 1 { a: [ 2 ] }',
    '[info] mark console.info 5',
    '[warning] mark console.warn',
    '[error] mark console.error',
    '[info] │ (index) │ mark │',
    '[info] mark first',
    '[info] mark second',
    '[info] mark half and half',
    '[error] mark stderr',
    '[info] mark bytes ü€🌡',
    '[info] mark nul \\0 inside',
  ]);
  expect(reported(daemon, 'thrown')).toEqual([
    [
      'TypeError ERR_COLLECTD_INVALID_ARGUMENT: info: the message must be a string, not number',
      'TypeError ERR_COLLECTD_INVALID_ARGUMENT: error: the message must not contain NUL',
    ],
  ]);
});

test('a long line comes in several messages, cut between characters', async () => {
  const text = `mark ${'x'.repeat(1017)}🌡${'€'.repeat(700)}end`;
  const daemon = await start({
    'talker.ts': `
      import collectd from 'collectd';
      collectd.info(${JSON.stringify(text)});
      collectd.info('');
      collectd.info('last');`,
  });
  await daemon.waitForLog(/Initialization complete/);
  const all = daemon
    .log()
    .split('\n')
    .map((line) => line.replace('[info] ', ''));
  const parts = all.slice(
    all.findIndex((line) => line.startsWith('mark')),
    all.indexOf('last'),
  );
  expect(parts.pop()).toBe('');
  expect(parts.join('')).toBe(text);
  for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(1023);
  expect(parts.map((part) => [...part][0])).toEqual(['m', '🌡', '€', '€']);
});

test('a log callback gets severity and message; what it logs does not come back', async () => {
  const daemon = await start({
    'logger.ts': `
      import collectd, { LOG_ERR, LOG_ERROR, LOG_INFO, LOG_NOTICE, LOG_WARNING } from 'collectd';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { report } from './report.ts';
      report('constants', [LOG_ERR, LOG_ERROR, LOG_WARNING, LOG_NOTICE, LOG_INFO]);
      collectd.register_log(async (severity, message, data) => {
        report('message', [severity, message, data]);
        collectd.info('echo at once of ' + message);
        console.log('echo by console of ' + message);
        await sleep(1);
        collectd.info('echo later of ' + message);
        setTimeout(() => collectd.info('echo in a timer of ' + message), 1);
        if (message === 'mark fails') throw new Error('failure of the callback');
      }, { data: 'data' } as never);`,
    'talker.ts': `
      import collectd from 'collectd';
      collectd.register_read(() => {
        collectd.error('mark error');
        collectd.warning('mark warning ü');
        collectd.info('mark fails');
        collectd.notice('mark notice');
      }, 3600);`,
  });
  await daemon.waitForLog(/echo in a timer of mark notice/);
  expect(reported(daemon, 'constants')).toEqual([[3, 3, 4, 5, 6]]);
  const messages = reported<[number, string, string]>(daemon, 'message');
  expect(messages.filter(([, text]) => text.startsWith('mark'))).toEqual([
    [3, 'mark error', 'data'],
    [4, 'mark warning ü', 'data'],
    [6, 'mark fails', 'data'],
    [5, 'mark notice', 'data'],
  ]);
  const failure =
    '[error] Unhandled nodejs exception in log callback: Error: failure of the callback (logger, ';
  expect(lines(daemon, failure)).toHaveLength(1);
  for (const how of ['at once', 'by console', 'later', 'in a timer'])
    expect(lines(daemon, `[info] echo ${how} of mark error`)).toHaveLength(1);
  // A stop is not held up by what is logged then, and gives the callback what waits for it.
  expect((await daemon.stop()).status).toBe(0);
  const all = reported<[number, string]>(daemon, 'message').map(([, text]) => text);
  expect(all.filter((text) => /echo|failure of the callback/.test(text))).toEqual([]);
});

test('one message at a time, in order, and none is lost while the callback is slow', async () => {
  const daemon = await start({
    'logger.ts': `
      import collectd from 'collectd';
      import { report } from './report.ts';
      let running = 0;
      let most = 0;
      const seen: string[] = [];
      collectd.register_log(async (severity, message) => {
        if (!message.startsWith('mark')) return;
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        seen.push(message);
        if (seen.length === 300) report('done', { most, seen });
      });`,
    'talker.ts': `
      import collectd from 'collectd';
      collectd.register_read(() => { for (let i = 0; i < 300; i++) collectd.info('mark ' + i); }, 3600);`,
  });
  expect(await waitForReport(daemon, 'done')).toEqual([
    { most: 1, seen: Array.from({ length: 300 }, (_, i) => `mark ${i}`) },
  ]);
});

test('without a log plugin of collectd’s, what a log callback logs goes to stderr', async () => {
  const daemon = await startDaemon({
    // The harness reads stderr into the same file as the logfile plugin, which this collectd does not load.
    command: [
      'sh',
      '-c',
      `sed '/LoadPlugin logfile/,/Plugin>/d' "$3" > bare.conf && exec /usr/sbin/collectd -f -C bare.conf`,
      'sh',
    ],
    config: (dir) => nodejs(dir, 'Import "logger"'),
    files: {
      ...reporting,
      'logger.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_log((severity, message) => {
          report('message', message);
          if (message !== 'mark') return;
          collectd.warning('own words');
          throw new Error('own failure');
        });
        collectd.register_read(() => collectd.info('mark'), 3600);`,
    },
  });
  await daemon.waitForLog(
    /^Unhandled nodejs exception in log callback: Error: own failure \(logger, /m,
  );
  expect(lines(daemon, 'own words')).toEqual(['own words']);
  // The stop gives the callback what waits for it.
  expect((await daemon.stop()).status).toBe(0);
  const messages = reported<string>(daemon, 'message');
  expect(messages.filter((message) => message.includes('own'))).toEqual([]);
  expect(messages).toContain('mark');
});
