// @ts-check
// node scripts/rooms.mjs [directory]: whether every file is in its room, and imports only
// through the doors that rooms.json has.
import { faultsOf } from './rooms/faults.mjs';
import { root, runMain, SetupError } from './setup/run.mjs';

await runMain(() => {
  const faults = faultsOf(process.argv[2] ?? root);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0)
    throw new SetupError(
      `rooms: ${faults.length === 1 ? 'a fault' : `${faults.length} faults`} (see above).`,
    );
});
