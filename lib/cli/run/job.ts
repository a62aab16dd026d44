/** What the command gives to the thread that the plugin runs in, and what comes back. */
import type { ModuleBlock } from '../../fake-collectd/index.ts';

export interface Job {
  /** load: import and config callbacks only; once: every read once; run: until told to stop. */
  readonly mode: 'load' | 'once' | 'run';
  readonly moduleName: string;
  /** Absolute. */
  readonly path: string;
  readonly blocks: readonly ModuleBlock[];
  readonly hostname: string;
  /** Seconds. */
  readonly interval: number;
  /** Seconds: the daemon's own. */
  readonly globalInterval: number;
  /** Seconds for one callback. */
  readonly timeout: number;
  readonly typesDb: readonly string[];
  readonly format: 'putval' | 'json' | 'none';
  /** Bytes of the longest line that whoever reads them takes. */
  readonly lineLimit: number;
  /** Where transpiler.js is. */
  readonly scriptDir: string;
  readonly version: string;
  /** Shared: its only element is 1 while the thread waits for whoever reads its lines. */
  readonly writing: Int32Array;
  /** Post log lines instead of printing them. */
  readonly postLog: boolean;
}

/** Seconds between two signs of life. */
export const HEARTBEAT_SECONDS = 0.5;

export type Report =
  | { readonly kind: 'alive' }
  | { readonly kind: 'log'; readonly severity: number; readonly text: string }
  /** Nobody reads stdout any more. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'end'; readonly failed: boolean };
