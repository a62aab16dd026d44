/* `ModulePath`: the option, and what it says of directories that cannot be used. Config
 * phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_MODULE_PATH_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_MODULE_PATH_H

#include <stdbool.h>

#include "shim/options/option.h"

/* The option `ModulePath`; an option_apply_t that needs no `into`. */
int module_path_option(const option_t *option, void *into);

/* Whether there was a ModulePath that could not be used. */
bool module_path_failed(void);

/* Warns, once in all, when others than its owner and group may write `path`. */
void module_path_check_writable(const char *path);

#endif
