/* The directories named by `ModulePath`, in the order in which they are
 * searched. Config phase only (main thread, before the fork); the list belongs
 * to this file and lasts as long as the process. */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_MODULE_PATH_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_MODULE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "shim/options/option.h"

/* The option `ModulePath`; an option_apply_t that needs no target. */
int module_path_option(const option_t *option, void *target);

size_t module_paths_num(void);

/* Absolute. 0 is the one searched first: the last in the file. */
const char *module_path(size_t index);

/* Whether there was a ModulePath that could not be used. */
bool module_path_failed(void);

/* Warns, once in all, when others than its owner and group may write `path`. */
void module_path_check_writable(const char *path);

#endif
