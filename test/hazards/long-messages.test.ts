// Errors whose text has no end, or is made so that looking at it takes long, cost a module nothing but a line.
import { expect, test } from 'vitest';
import { waitForReport } from '../daemon/harness/reported.ts';
import { expectUnharmed, startHazard } from './hazard.ts';

const text = `
import collectd from 'collectd';
import { report } from './report.ts';
import { afterStart } from './start.ts';
const long = (part: string, length = 400_000): string => 'a' + part.repeat(length / part.length) + 'b';
const named = (error: Error, name: string): Error => Object.assign(error, { name });
const traced = (stack: string): Error => Object.assign(new Error('traced'), { stack });
const errors: Record<string, () => Error> = {
  blanks: () => new Error(long(' ')),
  lines: () => new Error(long(' \\n')),
  returns: () => new Error(long('\\r ')),
  tabs: () => new Error(long('\\t') + '\\n' + long(' ')),
  frames: () => new Error(long('\\n    at f (/x:1:2')),
  brackets: () => new Error('\\n    at ' + long(' (/')),
  colons: () => new Error('\\n    at /' + long(':1')),
  carets: () => named(new SyntaxError(long('^')), 'SyntaxError'),
  warning: () => { const error = new Error('CommonJS module ' + long(' is loading ES Module ')); process.emitWarning(error); return error; },
  header: () => traced('/' + long(':1') + '\\n' + long(' ') + '^'),
  stack: () => traced('Error: traced\\n    at ' + long(' (/:1:1')),
  spaces: () => traced('Error: traced\\n' + long(' ') + '\\n    at async ' + long('async ')),
  name: () => named(new Error('named'), long(' ')),
  huge: () => new Error('huge ' + 'x'.repeat(40_000_000)),
  caused: () => new Error('caused', { cause: new Error(long('c'), { cause: new Error(long('d')) }) }),
  entries: () => Object.assign(new Error('entries'), { cause: Object.fromEntries(Array.from({ length: 400_000 }, (_, i) => ['e' + i, i])) }),
  lost: () => { const error = new Error('x'.repeat(40_000_000)); error.message = 'lost'; return error; },
};
let count = 0;
for (const [name, make] of Object.entries(errors)) {
  collectd.register_read(() => { count++; throw make(); }, { name, interval: 3600 });
}
afterStart(() => {
  for (const make of Object.values(errors)) {
    setTimeout(() => { throw make(); });
    Promise.reject(make());
  }
});
collectd.register_read(() => { if (count === Object.keys(errors).length) report('goes on', performance.now()); }, { name: 'steady', interval: 0.2 });
`;

test('each is logged, shortened, and ends no worker', async () => {
  const daemon = await startHazard({ text, options: 'LogTraces true', timeout: 10 });
  await waitForReport(daemon, 'goes on');
  const kinds = ['read callback', 'asynchronous code'];
  for (const kind of kinds) {
    await daemon.waitForLog(new RegExp(`in ${kind}: Error: a {900,}`));
    await daemon.waitForLog(new RegExp(`in ${kind}: SyntaxError: a\\^{900,}`));
    await daemon.waitForLog(new RegExp(`in ${kind}: Error: huge x{900,}`));
    await daemon.waitForLog(new RegExp(`in ${kind}: Error: traced`));
    await daemon.waitForLog(new RegExp(`in ${kind}: Error: caused: ac{900,}`));
    await daemon.waitForLog(new RegExp(`in ${kind}: Error: entries: \\[object Object\\] \\(`));
  }
  // The log counts what is left out; the place stands behind it all the same.
  await daemon.waitForLog(/… \(39983621 more characters\) \(bad, \S+\/bad\.ts:\d+:\d+\)/);
  await daemon.waitForLog(/Error: lost \(bad, \S+\/bad\.ts:\d+:\d+\)/);
  await daemon.waitForLog(/^\[error\] +… \(\d+ more characters of the stack\)/m);
  expect(daemon.log()).not.toMatch(/The worker of bad (has ended|runs again)|blocks its worker/);
  await expectUnharmed(daemon);
});
