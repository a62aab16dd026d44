// What a module is told to do wrong: a file with its name that says how.
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** From a timer: what blocks in a call is ended with the call, and nothing is restarted. */
const misdeeds: Record<string, () => void> = {
  exit: () => process.exit(1),
  loop: () => {
    for (;;);
  },
  heap: () => {
    for (const kept: unknown[] = []; ; ) kept.push({ at: kept.length });
  },
  throw: () => {
    throw new Error('on purpose');
  },
};

export async function obey(name: string): Promise<void> {
  const file = `${process.env.SOAK_ORDERS}/${name}`;
  if (!existsSync(file)) return;
  const order = readFileSync(file, 'utf8');
  unlinkSync(file);
  const misdeed = misdeeds[order];
  if (misdeed === undefined) await sleep(60_000);
  else setTimeout(misdeed);
}
