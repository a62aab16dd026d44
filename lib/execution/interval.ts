/** What a module may know of the daemon it runs in. */

import { native } from '../contract/native.ts';
import { currentContext } from './context.ts';

/**
 * The interval of the code that runs, in seconds: that of the read callback or, outside
 * of one, of the Import or LoadPlugin block. What is dispatched here without an interval
 * has this one.
 *
 * Source: plugin.h, plugin_get_interval.
 */
export function get_interval(): number {
  return currentContext()?.interval ?? native.session.interval;
}
