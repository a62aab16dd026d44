/* The JavaScript that Debian's libnode reads from /usr/share/nodejs while it
 * starts. When one of these files is missing, Node aborts the process, and the
 * daemon with it. Config phase only. */
#ifndef COLLECTD_NODEJS_SHIM_FIND_NODE_FILES_H
#define COLLECTD_NODEJS_SHIM_FIND_NODE_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "shim/text.h"

/* Whether all files are there that this libnode needs. If not, adds to `why`. */
bool node_files_check(const char *libnode, uint32_t abi, text_t *why);

#endif
