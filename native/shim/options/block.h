/* Copies of configuration blocks. The daemon frees the originals when all
 * configuration is read, and modules get to see theirs only after the fork.
 * Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_BLOCK_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_BLOCK_H

#include "liboconfig/oconfig.h"

/* The whole tree; belongs to the caller (oconfig_free). NULL: out of memory. */
oconfig_item_t *block_copy(const oconfig_item_t *block);

#endif
