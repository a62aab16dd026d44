/* The option `<Module name>`: its tree is copied, because the daemon frees the
 * original when all configuration is read, and the modules get to see theirs
 * only after the fork. Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_MODULE_BLOCK_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_MODULE_BLOCK_H

#include "shim/options/option.h"
#include "shim/runtime.h"

/* Copies the option's item for the config callback of the module `name`. */
int module_block_add(const option_t *option, const char *name, nodejs_config_t *config);

/* An option_apply_t; `into` is the nodejs_config_t whose module_blocks grow. */
int module_block_option(const option_t *option, void *into);

#endif
