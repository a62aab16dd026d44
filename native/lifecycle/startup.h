// The init callback: Node, the workers, the modules, their registrations.
#ifndef COLLECTD_NODEJS_LIFECYCLE_STARTUP_H
#define COLLECTD_NODEJS_LIFECYCLE_STARTUP_H

#include "shim/runtime.h"

namespace nodejs {

// Main thread. See nodejs_runtime_t.
int start_session(const nodejs_config_t *config);

} // namespace nodejs

#endif
