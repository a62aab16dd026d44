// Ten million inputs for the decoder, another ten million each time.
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Fuzzer } from '../fuzz/network.ts';

const inputs = Number(process.env.FUZZ_INPUTS ?? 10_000_000);

test('the decoder throws nothing and keeps nothing', { timeout: 3_600_000 }, async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}, ${inputs} inputs`);
  const fuzzer = new Fuzzer(seed);
  const run = async (count: number): Promise<number> => {
    for (let n = 0; n < count; n++) {
      fuzzer.step();
      // The test runner wants to hear from a test now and then.
      if (n % 100_000 === 0) await setImmediate();
    }
    return process.memoryUsage().rss / 2 ** 20;
  };
  const first = await run(Math.floor(inputs / 10));
  const last = await run(inputs - fuzzer.seen.inputs);
  console.log(
    fuzzer.seen,
    `RSS ${first.toFixed()} MiB after a tenth, ${last.toFixed()} at the end`,
  );
  expect(last).toBeLessThan(first + 100);
});
