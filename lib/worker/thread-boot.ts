/** The first script of a thread that a module makes with worker_threads. */
import { getEnvironmentData, resourceLimits } from 'node:worker_threads';
import { attachThread } from '../contract/native.ts';
import { keepAbortSignals } from '../execution/abort-signals.ts';
import { hostAddons } from '../loader/addons.ts';
import { pinHandler } from '../log/uncaught.ts';
import { rememberLines, setUnknownCaller } from '../process/caller.ts';
import { guardProcess } from '../process/guard.ts';
import { CALLER_KEY, type ThreadCaller } from '../process/threads.ts';

type LinkedBinding = { _linkedBinding(name: string): unknown };

const binding = attachThread((process as unknown as LinkedBinding)._linkedBinding('collectd'));
const caller = getEnvironmentData(CALLER_KEY) as unknown as ThreadCaller;
const { maxOldGenerationSizeMb: limit = 0 } = resourceLimits;
binding.guard_thread(caller.path, caller.name, limit);
pinHandler();
setUnknownCaller(caller);
rememberLines(caller.told);
keepAbortSignals();
hostAddons({
  promoteLibnode: binding.promote_libnode,
  expectAddon: binding.expect_addon,
  addonLoaded: binding.addon_loaded,
});
guardProcess({
  threadFile: __filename,
  heapLimit: limit > 0 ? limit : Number.POSITIVE_INFINITY,
});
