/* The directory that goes with this nodejs.so: boot.js, the runtimes, perhaps a libnode.
 * Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_FIND_SCRIPT_DIR_H
#define COLLECTD_NODEJS_SHIM_FIND_SCRIPT_DIR_H

#include <limits.h>
#include <stdbool.h>

/* Writes its absolute path into `buffer`, without a slash at the end. False when it cannot be
 * found out, or is longer than PATH_MAX. */
bool script_dir_find(char buffer[PATH_MAX]);

#endif
