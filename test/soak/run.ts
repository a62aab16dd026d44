// npm run soak: many values through ten modules that are forced to restart in between. Ends
// with status 1 when memory, threads or file descriptors have grown.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { holds, render } from './bounds.ts';
import { soak } from './soak.ts';

const usage = `npm run soak -- [options]
  --values N     value lists to be written; default 10000000
  --restarts N   forced restarts between the first tenth and nine tenths; default 40
  --keep         leave the directory with the configuration and the log`;

const { values: options } = parseArgs({
  options: {
    values: { type: 'string', default: '10000000' },
    restarts: { type: 'string', default: '40' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function wholeNumber(text: string, option: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${option} must be a whole number, not "${text}"\n${usage}`);
}

if (options.help) console.log(usage);
else {
  const outcome = await soak({
    values: wholeNumber(options.values, 'values'),
    restarts: wholeNumber(options.restarts, 'restarts'),
    tell: (line) => console.log(line),
  });
  console.log(render(outcome));
  if (options.keep) console.log(`everything is in ${outcome.directory}`);
  else rmSync(outcome.directory, { recursive: true, force: true });
  process.exitCode = holds(outcome) ? 0 : 1;
}
