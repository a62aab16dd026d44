import { refuse, refuseMethod } from './refuse.ts';

const REASON =
  'its port would let anybody who reaches it into collectd, and it stops workers; use a Session, or the REPL (Interactive)';

/** Changes the module inspector: --inspect is refused, too. */
export function guardInspector(exports: Record<string, unknown>): void {
  refuseMethod(exports, 'inspector', 'open', REASON);
  exports.waitForDebugger = () =>
    refuse('inspector.waitForDebugger()', 'no debugger can come', 'inspector.waitForDebugger()');
}
