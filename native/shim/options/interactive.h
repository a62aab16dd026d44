/* The option `Interactive`: a REPL, which is a module like any other, with a worker
 * of its own (lib/repl). Its configuration is the option itself. */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_INTERACTIVE_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_INTERACTIVE_H

#include "shim/options/option.h"
#include "shim/runtime.h"

/* An option_apply_t; `into` is the nodejs_config_t. Config phase. */
int interactive_option(const option_t *option, void *into);

/* Main thread, before the runtime starts: adds the module, once the script_dir is
 * known, if there is an option that asks for it. Returns 0, or -1 after logging why
 * collectd cannot start. */
int interactive_import(nodejs_config_t *config);

#endif
