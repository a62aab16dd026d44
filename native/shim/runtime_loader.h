/* Loads libnode and the runtime, starts and stops it. Only after the fork (init
 * and shutdown callbacks), on the main thread. Nothing is ever unloaded: Node's
 * threads and exit handlers stay. */
#ifndef COLLECTD_NODEJS_SHIM_RUNTIME_LOADER_H
#define COLLECTD_NODEJS_SHIM_RUNTIME_LOADER_H

#include "shim/find/libnode.h"
#include "shim/runtime.h"

/* Returns what start() returns. If it does not get that far, logs one error,
 * asks the daemon to end and returns -1. `config` must stay. */
int runtime_start(const nodejs_config_t *config, const libnode_t *libnode);

/* The runtime between runtime_start() and runtime_stop(), else NULL. Any thread
 * that collectd starts after its init callbacks and ends before its shutdown. */
const nodejs_runtime_t *runtime_started(void);

/* Returns 0 if there is nothing to stop. */
int runtime_stop(void);

#endif
