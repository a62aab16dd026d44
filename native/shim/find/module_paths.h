/* The directories in which an Import is looked for. Config phase only (main thread,
 * before the fork); the list belongs to this file and lasts as long as the process. */
#ifndef COLLECTD_NODEJS_SHIM_FIND_MODULE_PATHS_H
#define COLLECTD_NODEJS_SHIM_FIND_MODULE_PATHS_H

#include <stddef.h>

/* Takes `path`, which is absolute; a directory that is named again moves to the end.
 * -1: there is no memory left. */
int module_paths_add(char *path);

size_t module_paths_num(void);

/* 0 is the one searched first: the last that was added. */
const char *module_path(size_t index);

#endif
