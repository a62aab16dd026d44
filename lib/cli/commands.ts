/** Every command: its usage, its options, and what it does. */
import { CHECK_OPTIONS, CHECK_USAGE, check } from './check/check.ts';
import { DESCRIBE_OPTIONS, DESCRIBE_USAGE, describe } from './describe/describe.ts';
import { DOCTOR_OPTIONS, DOCTOR_USAGE, doctor } from './doctor/doctor.ts';
import { EXPLAIN_OPTIONS, EXPLAIN_USAGE, explain } from './explain/explain.ts';
import { INSTALL_OPTIONS, INSTALL_USAGE, install } from './install/install.ts';
import { UNINSTALL_OPTIONS, UNINSTALL_USAGE, uninstall } from './install/uninstall.ts';
import { LISTEN_OPTIONS, LISTEN_USAGE, listen } from './listen.ts';
import { create, NEW_OPTIONS, NEW_USAGE } from './new/new.ts';
import type { Options } from './options.ts';
import { REPL_USAGE, repl } from './repl.ts';
import { RUN_OPTIONS, RUN_USAGE, run } from './run/run.ts';
import { SEND_OPTIONS, SEND_USAGE, send } from './send.ts';
import { TYPES_USAGE, types } from './types/types.ts';

export interface Command {
  readonly usage: string;
  readonly options: Options;
  /** Returns the exit status. */
  readonly run: (args: string[]) => number | Promise<number>;
}

export const commands: Readonly<Record<string, Command>> = {
  install: { usage: INSTALL_USAGE, options: INSTALL_OPTIONS, run: install },
  uninstall: { usage: UNINSTALL_USAGE, options: UNINSTALL_OPTIONS, run: uninstall },
  doctor: { usage: DOCTOR_USAGE, options: DOCTOR_OPTIONS, run: doctor },
  check: { usage: CHECK_USAGE, options: CHECK_OPTIONS, run: check },
  run: { usage: RUN_USAGE, options: RUN_OPTIONS, run },
  describe: { usage: DESCRIBE_USAGE, options: DESCRIBE_OPTIONS, run: describe },
  new: { usage: NEW_USAGE, options: NEW_OPTIONS, run: create },
  explain: { usage: EXPLAIN_USAGE, options: EXPLAIN_OPTIONS, run: explain },
  listen: { usage: LISTEN_USAGE, options: LISTEN_OPTIONS, run: listen },
  send: { usage: SEND_USAGE, options: SEND_OPTIONS, run: send },
  types: { usage: TYPES_USAGE, options: {}, run: types },
  repl: { usage: REPL_USAGE, options: {}, run: repl },
};
