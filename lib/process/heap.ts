import { refuseMethod } from './refuse.ts';

/** Changes the module v8: its flags are those of all workers, which run already, and each has a guard of its heap. */
export function guardHeap(exports: Record<string, unknown>): void {
  refuseMethod(
    exports,
    'v8',
    'setFlagsFromString',
    "V8's flags are those of all workers; use the option NodeOption",
  );
  if ('setHeapSnapshotNearHeapLimit' in exports)
    refuseMethod(
      exports,
      'v8',
      'setHeapSnapshotNearHeapLimit',
      'it would take the place of what keeps a full heap from ending collectd; use v8.writeHeapSnapshot()',
    );
}
