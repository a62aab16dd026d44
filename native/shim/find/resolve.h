/* From the name of an `Import` to the file or package it means. Only looks at
 * the file system. Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_FIND_RESOLVE_H
#define COLLECTD_NODEJS_SHIM_FIND_RESOLVE_H

#include "shim/text.h"

/* On success returns 0; the caller owns *module_name and *path (see
 * nodejs_import_t). Otherwise -1, both are NULL or as they were, and `why` is a
 * sentence for the log. */
int resolve_import(const char *name, char **module_name, char **path, text_t *why);

#endif
