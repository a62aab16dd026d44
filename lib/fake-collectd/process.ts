/** What belongs to the process: children, files, the terminal, what its workers share. */

import { open } from 'node:fs';
import type { Interactive, Native } from '../contract/native.ts';
import type { Output } from './output.ts';

function noTerminal(): never {
  throw new Error('there is no collectd here whose terminal or socket this could be');
}

/** Only the REPL inside collectd asks for these. */
const interactive: Interactive = {
  interruptible: (_socket, code) => code(),
  open_terminal: noTerminal,
  terminal_size: noTerminal,
  listen_socket: noTerminal,
  remove_socket() {},
  stop_collectd() {},
};

export function processFunctions(
  output: Output,
): Pick<
  Native,
  | 'before_child'
  | 'child_started'
  | 'child_ended'
  | 'open_file'
  | 'interactive'
  | 'stood_still'
  | 'shared_get'
  | 'shared_set'
  | 'promote_libnode'
  | 'expect_addon'
  | 'addon_loaded'
> {
  const shared = new Map<string, string>();
  return {
    // SIGCHLD and the status of children are Node's alone here.
    before_child() {},
    child_started() {},
    child_ended() {},
    // Its environment does not end before the process, so that no file can get lost here.
    open_file(path, flags, mode, FileHandle, done) {
      open(typeof path === 'string' ? path : Buffer.from(path), flags, mode, (error, fd) => {
        if (error !== null) done(-(error.errno ?? 0));
        else done(0, Reflect.construct(FileHandle, [fd]));
      });
    },
    interactive,
    stood_still: () => output.waited?.() ?? 0,
    shared_get: (key) => shared.get(key),
    shared_set(key, text) {
      shared.set(key, text);
    },
    promote_libnode() {
      // Node itself has its symbols where addons look for them.
    },
    expect_addon() {},
    addon_loaded() {},
  };
}
