/* The option `Import`, as a line and as a block. Config phase only (main
 * thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_IMPORT_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_IMPORT_H

#include "shim/options/option.h"
#include "shim/runtime.h"

/* An option_apply_t; `into` is the nodejs_config_t whose imports grow. */
int import_option(const option_t *option, void *into);

/* Frees what it points to, not the import itself. */
void import_free(nodejs_import_t *import);

#endif
