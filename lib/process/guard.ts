/**
 * What a module may do to the process that it shares with collectd and all other
 * plugins. The list, and why: docs/reliability.md.
 */
import { syncBuiltinESMExports } from 'node:module';
import type { InternalRequire } from '../shared/builtin-module.ts';
import { guardBindings } from './bindings.ts';
import { changeBuiltin } from './builtin.ts';
import { guardChildren } from './children.ts';
import { guardCryptography } from './cryptography.ts';
import { watchAddons } from './descriptors/descriptors.ts';
import { guardFileDescriptors } from './descriptors/file-descriptors.ts';
import { emptyStandardInput } from './descriptors/standard-input.ts';
import { redirectStandardOutput } from './descriptors/standard-output.ts';
import { guardSockets, guardTerminals } from './descriptors/stream-descriptors.ts';
import { watchExit } from './exit.ts';
import { guardHeap } from './heap.ts';
import { guardInspector } from './inspector.ts';
import { guardMessages } from './memory/messages.ts';
import { guardSharedMemory } from './memory/shared-memory.ts';
import { nameNodeProgram } from './node-program.ts';
import { guardModules, guardScripts } from './scripts.ts';
import { guardPriority, guardSignals } from './signals.ts';
import { guardState } from './state.ts';
import { guardThreads } from './threads.ts';
import { ownVariables } from './variables.ts';
import { refuseWithoutWebAssembly } from './web-assembly.ts';

export interface GuardOptions {
  /** Node's internal require; threads that a module makes have none. */
  readonly internalRequire?: InternalRequire;
  /** What such a thread runs first: lib/worker/thread-boot.ts. */
  readonly threadFile: string;
  /** MiB: what one of them may use. */
  readonly heapLimit: number;
}

/** Changes this environment for good; before any module runs. */
export function guardProcess({ internalRequire, threadFile, heapLimit }: GuardOptions): void {
  ownVariables();
  nameNodeProgram();
  guardState();
  guardSignals();
  emptyStandardInput();
  redirectStandardOutput();
  guardBindings();
  guardFileDescriptors();
  guardSockets();
  watchAddons();
  changeBuiltin(internalRequire, 'tty', guardTerminals);
  guardScripts();
  guardCryptography(internalRequire);
  changeBuiltin(internalRequire, 'vm', guardModules);
  changeBuiltin(internalRequire, 'os', guardPriority);
  changeBuiltin(internalRequire, 'v8', guardHeap);
  changeBuiltin(internalRequire, 'inspector', guardInspector);
  refuseWithoutWebAssembly();
  guardSharedMemory(heapLimit);
  guardMessages(internalRequire, heapLimit);
  changeBuiltin(internalRequire, 'child_process', (exports) =>
    guardChildren(exports, internalRequire),
  );
  changeBuiltin(internalRequire, 'worker_threads', (exports) =>
    guardThreads(exports, threadFile, heapLimit),
  );
  syncBuiltinESMExports();
}

/** Only where process.exit() ends a worker with all its modules. */
export { watchExit };
