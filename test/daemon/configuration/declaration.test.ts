// register_config with a declaration, in collectd.
import { expect, test } from 'vitest';
import { logged } from '../fixtures/plugin.ts';
import { nodejs, runDaemon, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const modem = `
import { blocks, hostPort, integer, list, oneOf, register_config, register_read, secret, string } from 'collectd';
import { report } from './report.ts';
register_config(
  {
    Host: string({ required: true, description: 'where to connect' }),
    Port: integer({ min: 1, max: 65535, default: 25826 }),
    Password: secret(),
    Servers: list(hostPort()),
    Remote: blocks({ Format: oneOf('otlp', 'influx') }),
  },
  ({ Password, ...config }, raw, data) => {
    report('config', [config, Password?.reveal().length, String(Password), String(raw), raw.children.map(String), data]);
  },
  { data: 'given' },
);
register_read(() => report('read', 1));
`;

test('a block becomes an object with the types that are declared', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        `Import "modem"
        <Module modem>
          host "h.example"
          PASSWORD "hunter2"
          Servers "a:1" "[::1]:2"
          <Remote "x">
            format OTLP
          </Remote>
          <Remote "y">
          </Remote>
        </Module>
        <Module Modem>
          Host other
          Port "7"
        </Module>`,
      ),
    files: { ...reporting, 'modem.ts': modem },
  });
  await waitForReport(daemon, 'read');
  expect(reported(daemon, 'config')).toEqual([
    [
      {
        Host: 'h.example',
        Port: 25826,
        Servers: [
          { host: 'a', port: 1 },
          { host: '::1', port: 2 },
        ],
        Remote: [{ name: 'x', Format: 'otlp' }, { name: 'y' }],
      },
      7,
      '(secret)',
      'Module "modem"',
      [
        'host "h.example"',
        'PASSWORD "(secret)"',
        'Servers "a:1" "[::1]:2"',
        'Remote "x"',
        'Remote "y"',
      ],
      'given',
    ],
    [
      { Host: 'other', Port: 7, Servers: [], Remote: [] },
      null,
      'undefined',
      'Module "Modem"',
      ['Host "other"', 'Port "7"'],
      'given',
    ],
  ]);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(log).not.toContain('hunter2');
});

test('all errors are logged at once, the module is left out, others are not', async () => {
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        `Import "modem"
        Import "fine"
        <Module modem>
          Prot 5
          Port 70000
          Pasword "hunter2"
          <Remote "a">
            Format otpl
          </Remote>
        </Module>`,
      ),
    files: {
      ...reporting,
      'modem.ts': modem,
      'fine.ts': `import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_read(() => report('fine', 1));`,
    },
  });
  await waitForReport(daemon, 'fine');
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  expect(logged(log, 'error')).toEqual([
    'nodejs plugin: Unknown option "Prot" in <Module "modem">. Did you mean "Port"?',
    'nodejs plugin: Unknown option "Pasword" in <Module "modem">. Did you mean "Password"?',
    'nodejs plugin: Host is missing in <Module "modem">: where to connect.',
    'nodejs plugin: Port 70000 in <Module "modem">: give a whole number from 1 to 65535.',
    'nodejs plugin: Format "otpl" in <Remote "a"> in <Module "modem">: give "otlp" or "influx". Did you mean "otlp"?',
  ]);
  expect(log).toContain('CollectdError in loading module: 5 options are wrong, see above (modem)');
  expect(log).not.toContain('hunter2');
});

const counting = (declaration: string) => `
import collectd from 'collectd';
import { report } from './report.ts';
collectd.register_config(${declaration}, (config, raw) => report('config', [NAME, config, raw.children.length]), { name: NAME });
collectd.register_init(() => report('init', NAME));
`;

test('without a block a declaration is called once, with its defaults, in Import order', async () => {
  const files = {
    ...reporting,
    'b.ts': `const NAME = 'b';${counting("{ Path: collectd.path({ default: '/b' }), All: collectd.list(collectd.string()) }")}`,
    'a.ts': `const NAME = 'a';${counting('{ Size: collectd.size() }')}`,
    'plain.ts': `import collectd from 'collectd';
      import { report } from './report.ts';
      collectd.register_config((config) => report('config', String(config)));
      collectd.register_init(() => report('init', 'plain'));`,
    'with.ts': `const NAME = 'with';${counting('{ X: collectd.integer() }')}`,
  };
  const daemon = await startDaemon({
    config: (dir) =>
      nodejs(
        dir,
        `Workers 1\nImport "b"\nImport "a"\nImport "plain"\nImport "with"\n<Module with>\nX 1\n</Module>`,
      ),
    files,
  });
  await daemon.waitFor(() => reported(daemon, 'init').length === 4);
  expect(reported(daemon, 'config')).toEqual([
    ['with', { X: 1 }, 1],
    ['b', { Path: '/b', All: [] }, 0],
    ['a', {}, 0],
  ]);
  expect((await daemon.stop()).status).toBe(0);
});

test('a missing option of a callback with a name of its own', async () => {
  const { log } = await runDaemon({
    config: (dir) => nodejs(dir, 'OnError "exit"\nImport "own"'),
    files: {
      'own.ts': `import { register_config, string } from 'collectd';
        register_config({ A: string({ required: true }) }, () => {}, { name: 'other' });`,
    },
  });
  expect(log).toContain('nodejs plugin: A is missing in <Module "other">.');
});

test('with OnError "exit" a missing option keeps collectd from starting', async () => {
  const { status, log } = await runDaemon({
    config: (dir) => nodejs(dir, 'OnError "exit"\nImport "modem"'),
    files: { ...reporting, 'modem.ts': modem },
  });
  expect(status).toBe(1);
  expect(log).toContain('nodejs plugin: Host is missing in <Module "modem">: where to connect.');
});

test('declarations, options and callbacks that make no sense', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "wrong"'),
    files: {
      ...reporting,
      'wrong.ts': `
        import collectd, { register_config, string, unregister_config } from 'collectd';
        import { report, thrown } from './report.ts';
        const never = () => {};
        const wrong: any = register_config;
        report('thrown', [
          thrown(() => wrong({ A: 'string' }, never)),
          thrown(() => wrong({ A: string() })),
          thrown(() => wrong({ A: string() }, never, { unknown: 'ignore' })),
          thrown(() => wrong(never, { unknown: 'warning' })),
          thrown(() => wrong(null)),
        ]);
        const id = register_config({ A: string({ required: true }) }, never);
        unregister_config(never);
        report('again', register_config({ A: string() }, never) === id);`,
    },
  });
  await waitForReport(daemon, 'again');
  expect(reported(daemon, 'again')).toEqual([true]);
  expect(reported<string[]>(daemon, 'thrown')[0]).toEqual([
    expect.stringContaining('A is declared by no function such as string() or integer()'),
    expect.stringContaining('register_config: the callback must be a function'),
    expect.stringContaining("register_config: unknown must be 'error', 'warning' or a function"),
    expect.stringContaining('register_config: unknown option "unknown"'),
    expect.stringContaining('register_config: the callback must be a function'),
  ]);
});
