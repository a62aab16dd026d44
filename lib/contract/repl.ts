/** What lib/repl finds as `collectd-nodejs/interactive`: the object of the binding itself. */
import { native } from './native.ts';

export const {
  interruptible,
  open_terminal,
  terminal_size,
  listen_socket,
  remove_socket,
  stop_collectd,
} = native.interactive;
