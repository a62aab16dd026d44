// What the log says of failures while collectd runs.
import { describe, expect, test } from 'vitest';
import { check, logged } from '../fixtures/plugin.ts';
import { nodejs, startDaemon } from '../harness/index.ts';

const prefix = 'Unhandled nodejs exception in ';

test('the context, the module and the place of every failure', async () => {
  const text = `import { register_init, register_read, register_shutdown, register_write, Values } from 'collectd';
register_init(() => { throw new TypeError('i'); });
register_read(() => {
  new Values({ type: 'gauge', plugin: 'x' }).dispatch({ values: [1] });
  throw new RangeError('r');
});
register_write(async () => { await null; throw new Error('w'); });
register_shutdown(() => { throw new SyntaxError('s'); });
class Special extends Error { override name = 'SpecialError'; }
setTimeout(() => { throw new Special('t'); }, 1);
Promise.reject(new Error('p'));
`;
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "x"'),
    files: { 'x.ts': text },
  });
  await daemon.waitForLog(/in write callback/);
  await daemon.waitForLog(/SpecialError/);
  const { log } = await daemon.stop();
  const lines = logged(log, 'error').map((line) => line.replaceAll(/\/\S+\/x\.ts/g, '<file>'));
  for (const line of [
    'init callback: TypeError: i (x, <file>:2:29)',
    'read callback: RangeError: r (x, <file>:5:9)',
    'write callback: Error: w (x, <file>:7:48)',
    'shutdown callback: SyntaxError: s (x, <file>:8:33)',
    'asynchronous code: SpecialError: t (x, <file>:10:26)',
    'asynchronous code: Error: p (x, <file>:11:16)',
  ]) {
    expect(lines).toContain(prefix + line);
  }
});

test('what does not tell where it was thrown is placed where the callback was registered', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "x"'),
    files: {
      'x.ts': `import { register_init, register_read, register_write, Values } from 'collectd';
register_init(() => { throw 'i'; });
register_read(() => { new Values({ type: 'gauge', values: [1] }).dispatch(); });
register_read(class Reader {} as never, { name: 'class' });
register_write(() => Promise.reject('w'));
`,
    },
  });
  await daemon.waitForLog(/in write callback/);
  await daemon.waitForLog(/in read callback/);
  const { log } = await daemon.stop();
  const lines = logged(log, 'error').map((line) => line.replaceAll(/\/\S+\/x\.ts/g, '<file>'));
  // A read fails again if it is called once more before the stop.
  expect([...new Set(lines)].sort()).toEqual([
    `${prefix}init callback: string: i (x, <file>:2:1)`,
    `${prefix}read callback: TypeError: Class constructor Reader cannot be invoked without 'new' (x, <file>:4:1, nodejs.class)`,
    `${prefix}write callback: string: w (x, <file>:5:1)`,
  ]);
});

test('a CollectdError is a warning without stack, whatever it is called', async () => {
  const { status, log } = await check('LogTraces true\nImport "x"', {
    files: {
      'x.ts': `import { CollectdError, register_read } from 'collectd';
class Offline extends CollectdError { override name = 'Offline'; }
register_read(() => { throw new Offline('no answer'); });
register_read(async () => { throw new CollectdError(''); }, { name: 'second' });
`,
    },
  });
  expect(status, log).toBe(1);
  expect(logged(log, 'warning').sort()).toEqual([
    'CollectdError in read callback: N/A (x, nodejs.second)',
    'Offline in read callback: no answer (x)',
  ]);
  expect(logged(log, 'error').filter((line) => !/^read-function of plugin/.test(line))).toEqual([]);
});

test('a CollectdError while a module starts leaves it out just the same', async () => {
  const { status, log } = await check('Import "x"\nImport "y"\n<Module y>\nKey 1\n</Module>', {
    files: {
      'x.ts': `import { CollectdError } from 'collectd';\nthrow new CollectdError('not here');`,
      'y.ts': `import { CollectdError, register_config } from 'collectd';
register_config(() => { throw new CollectdError('not so'); });`,
    },
  });
  expect(status, log).toBe(1);
  expect(logged(log, 'warning')).toEqual([
    'CollectdError in importing module: not here (x)',
    'CollectdError in loading module: not so (y)',
  ]);
  expect(log).toContain('2 left out.');
});

describe('LogTraces', () => {
  const files = {
    'x.ts': `import { register_read } from 'collectd';
import { check } from './lib/checks.ts';

interface Sample<T> {
  value: T;
}

function sample(): Sample<number> {
  const result: Sample<number> = { value: 1 };   check(result.value);
  return result;
}
register_read(async () => {
  await null;
  sample();
});
`,
    'lib/checks.ts': `enum Level {
  High = 3,
}

export function check(value: number): asserts value is Level {
  if (value < Level.High) throw new Error('too low');
}
`,
  };

  test('shows the stack in the author’s own files, lines and columns', async () => {
    const { log } = await check('LogTraces true\nImport "x"', { files });
    const [first, ...stack] = logged(log, 'error').map((line) =>
      line.replaceAll(/\/\S+\/plugins\//g, '<dir>/'),
    );
    expect(first).toBe(`${prefix}read callback: Error: too low (x, <dir>/lib/checks.ts:6:33)`);
    const frames = stack.filter((line) => /^\s+at /.test(line));
    expect(frames.slice(0, 2)).toEqual([
      expect.stringMatching(/^ {4}at check \(<dir>\/lib\/checks\.ts:6:33\)$/),
      expect.stringMatching(/^ {4}at sample \(<dir>\/x\.ts:9:50\)$/),
    ]);
    expect(frames[2]).toMatch(/<dir>\/x\.ts:14:3\)?$/);
    expect(frames).toHaveLength(3);
  });

  test('shows the stacks of causes, too', async () => {
    const { log } = await check('LogTraces true\nImport "x"', {
      files: {
        'x.ts': `import { register_read } from 'collectd';
function inner(): never {
  throw new RangeError('no room', { cause: 'a full disk' });
}
register_read(() => {
  try {
    inner();
  } catch (cause) {
    throw new Error('not written', { cause });
  }
});
`,
      },
    });
    const [first, ...stack] = logged(log, 'error').map((line) =>
      line.replaceAll(/\/\S+\/plugins\//g, '<dir>/'),
    );
    expect(first).toBe(
      `${prefix}read callback: Error: not written: RangeError: no room: a full disk (x, <dir>/x.ts:9:11)`,
    );
    const caused = stack.indexOf('  caused by RangeError: no room: a full disk');
    expect(stack.slice(0, caused)).toEqual([expect.stringMatching(/x\.ts:9:11\)?$/)]);
    expect(stack.slice(caused + 1, caused + 3)).toEqual([
      '    at inner (<dir>/x.ts:3:9)',
      expect.stringMatching(/x\.ts:7:5\)?$/),
    ]);
  });

  test('one line without it, as with "false"', async () => {
    for (const option of ['', 'LogTraces false\n']) {
      const { log } = await check(`${option}Import "x"`, { files });
      expect(log).toContain(`${prefix}read callback: Error: too low (x, `);
      expect(log).not.toMatch(/^.*\bat check \(/m);
    }
  });
});

test('failures with every value are told once, and counted', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "x"'),
    files: {
      'x.ts': `import { register_read, register_write, Values } from 'collectd';
let seen = 0;
register_read(() => {
  for (let i = 0; i < 100; i++)
    new Values({ type: 'gauge', plugin: 'x', type_instance: 'i' + i }).dispatch({ values: [i] });
});
register_write(() => {
  if (++seen === 100) console.log('x: all');
  throw new Error('no');
});`,
    },
  });
  await daemon.waitForLog(/x: all/);
  const { log } = await daemon.stop();
  expect(logged(log, 'error').filter((line) => line.includes('write callback'))).toHaveLength(1);
});
