import { refuseMethod } from './refuse.ts';

/** Changes the module v8: its flags are those of all workers, which run already. */
export function guardFlags(exports: Record<string, unknown>): void {
  refuseMethod(
    exports,
    'v8',
    'setFlagsFromString',
    "V8's flags are those of all workers; use the option NodeOption",
  );
}
