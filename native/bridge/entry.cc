// The runtime's only exported function; see shim/runtime.h.
#include "runtime.h"
#include "shutdown.h"
#include "startup.h"

#include <node_version.h>

extern "C" __attribute__((visibility("default"))) const nodejs_runtime_t *
collectd_nodejs_runtime() {
  static const nodejs_runtime_t runtime = {
      NODEJS_SEAM_VERSION,
      NODE_MODULE_VERSION,
      nodejs::start_session,
      nodejs::stop_session,
  };
  return &runtime;
}
