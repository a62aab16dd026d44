/* The option `NodeOption`. Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_OPTIONS_NODE_OPTION_H
#define COLLECTD_NODEJS_SHIM_OPTIONS_NODE_OPTION_H

#include "shim/options/option.h"

/* An option_apply_t; `into` is the nodejs_config_t whose node_options grow. */
int node_option(const option_t *option, void *into);

#endif
