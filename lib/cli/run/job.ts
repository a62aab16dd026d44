/** What the command gives to the thread that the plugin runs in, and what comes back. */
import type { BlockDescription } from '../../declaration/description.ts';
import type { ModuleBlock } from '../../fake-collectd/index.ts';

export interface Job {
  /**
   * describe: import only; load: import and config callbacks only; once: every read once; run:
   * until told to stop.
   */
  readonly mode: 'describe' | 'load' | 'once' | 'run';
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
  /** Post log lines and problems of declared options instead of printing them. */
  readonly postLog: boolean;
}

/** Seconds between two signs of life. */
export const HEARTBEAT_SECONDS = 0.5;

export type Report =
  | { readonly kind: 'alive' }
  | { readonly kind: 'log'; readonly severity: number; readonly text: string }
  | ProblemReport
  /** Which of the job's blocks a config callback got. */
  | { readonly kind: 'configured'; readonly blocks: readonly number[] }
  | { readonly kind: 'described'; readonly callbacks: readonly DescribedCallback[] }
  /** Nobody reads stdout any more. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'end'; readonly failed: boolean };

/** A declared option is wrong. */
export interface ProblemReport {
  readonly kind: 'problem';
  readonly level: 'error' | 'warning';
  readonly message: string;
  /** Which of the job's blocks; undefined: the module has none. */
  readonly block: number | undefined;
  /** Which child of the block, which child of that, and so on to the item. */
  readonly path: readonly number[];
}

/** A config callback; its options are undefined when it declares none. */
export interface DescribedCallback extends Omit<BlockDescription, 'options'> {
  readonly options: BlockDescription['options'] | undefined;
}
