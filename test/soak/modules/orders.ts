// What a module is told to do wrong: a file with its name that says how.
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export async function obey(name: string): Promise<void> {
  const file = `${process.env.SOAK_ORDERS}/${name}`;
  if (!existsSync(file)) return;
  const order = readFileSync(file, 'utf8');
  unlinkSync(file);
  if (order === 'exit') process.exit(1);
  // In a call of ours only the call would be ended.
  else if (order === 'loop')
    setTimeout(() => {
      for (;;);
    });
  else if (order === 'heap') for (const kept: unknown[] = []; ; ) kept.push({ at: kept.length });
  else if (order === 'throw')
    setTimeout(() => {
      throw new Error('on purpose');
    });
  else if (order === 'hang') await sleep(60_000);
}
