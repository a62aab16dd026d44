/* Finds libnode and the runtime that fits it, without loading either: nothing
 * of Node may be in the process before the daemon forks. Config phase only
 * (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_FIND_LIBNODE_H
#define COLLECTD_NODEJS_SHIM_FIND_LIBNODE_H

#include <limits.h>
#include <stdint.h>

#include "shim/text.h"

typedef struct {
  char script_dir[PATH_MAX]; /* as script_dir.h finds it */
  char libnode[PATH_MAX];
  char runtime[PATH_MAX];
  uint32_t abi; /* NODE_MODULE_VERSION of both */
} libnode_t;

/* `wanted` is an absolute path, or NULL for the newest one that is usable. Returns 0, or -1;
 * then `why` says what was tried, where, and what to do. */
int libnode_find(const char *wanted, libnode_t *found, text_t *why);

#endif
