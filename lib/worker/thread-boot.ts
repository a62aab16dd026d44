/** The first script of a thread that a module makes with worker_threads. */
import { getEnvironmentData, resourceLimits } from 'node:worker_threads';
import { attachThread, native } from '../contract/native.ts';
import { hostAddons } from '../loader/addons.ts';
import { setUnknownCaller } from '../process/caller.ts';
import { guardProcess } from '../process/guard.ts';
import { CALLER_KEY } from '../process/threads.ts';

type LinkedBinding = { _linkedBinding(name: string): unknown };

attachThread((process as unknown as LinkedBinding)._linkedBinding('collectd'));
setUnknownCaller(getEnvironmentData(CALLER_KEY) as { name: string; path: string });
hostAddons({ promoteLibnode: native.promote_libnode, addonLoaded: native.addon_loaded });
guardProcess({
  threadFile: __filename,
  heapLimit: resourceLimits.maxOldGenerationSizeMb ?? Number.POSITIVE_INFINITY,
});
