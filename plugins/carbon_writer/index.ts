// Sends every value to Carbon, the front end of Graphite.
import { setTimeout as sleep } from 'node:timers/promises';
import collectd from 'collectd';
import { checkMemory } from './memory.ts';
import { declaration } from './options/declaration.ts';
import { readOptions, warnOfUnknown } from './options/options.ts';
import { Writer } from './writer.ts';

/** Nobody waits longer for a flush. */
const FLUSH_SECONDS = 1;

const writers: Writer[] = [];
// Differences of counters have to be exact, and numbers are so below 2^53 only.
let bigint = false;

collectd.register_config(
  declaration,
  (config) => {
    const options = readOptions(config);
    writers.push(new Writer(options));
    bigint ||= options.differentiate;
  },
  { unknown: warnOfUnknown },
);

collectd.register_init(() => {
  checkMemory(writers.reduce((sum, { bufferSize }) => sum + bufferSize, 0));
  for (const writer of writers) writer.start();
  collectd.register_write(
    (lists) => {
      for (const writer of writers) writer.write(lists);
    },
    { batch: true, bigint },
  );
  collectd.register_flush(async () => {
    const flushed = Promise.all(writers.map((writer) => writer.flush()));
    await Promise.race([flushed, sleep(FLUSH_SECONDS * 1000)]);
  });
  collectd.register_shutdown(async () => {
    await Promise.all(writers.map((writer) => writer.stop()));
  });
});
