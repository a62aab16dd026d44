/* The match and the target "nodejs" for <Chain> blocks.
 *
 *   <Match "nodejs">
 *     Name "workdays"   # what a module gave to register_match()
 *     ...               # whatever that match understands
 *   </Match>
 *
 * Chains are resolved while the configuration is read, long before a module can
 * register anything, so both are generic: `Name` is looked up by the runtime. */
#ifndef COLLECTD_NODEJS_SHIM_FILTER_H
#define COLLECTD_NODEJS_SHIM_FILTER_H

#include "shim/runtime.h"

/* module_register only: before any <Chain>. */
void filter_register(void);

/* Says which blocks stay without effect because no module is imported. */
void filter_report_unused(const nodejs_config_t *config);

#endif
