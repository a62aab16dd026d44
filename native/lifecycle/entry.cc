// The runtime's only exported function; see shim/runtime.h.
#include "shim/runtime.h"
#include "collectd/calls/guarded.h"
#include "contract/daemon_numbers.h"
#include "lifecycle/session.h"
#include "lifecycle/shutdown.h"
#include "lifecycle/startup.h"

#include <node_version.h>

#define TEXT_OF(x) #x
#define VALUE_OF(x) TEXT_OF(x)

// What this file was compiled for, to be read without loading it (readelf -p).
__attribute__((used, section(".collectd_nodejs"))) static const char compiled_for[] =
    "NODE_MODULE_VERSION=" VALUE_OF(NODE_MODULE_VERSION);

namespace {

int match(size_t filter, const data_set_t *data_set, const value_list_t *list) {
  return nodejs::guarded(static_cast<int>(nodejs::MatchAnswer::no_match), [&] {
    return nodejs::session().filters[filter]->match(*data_set, *list);
  });
}

int invoke(size_t filter, const data_set_t *data_set, value_list_t *list) {
  return nodejs::guarded(static_cast<int>(nodejs::TargetAnswer::proceed), [&] {
    return nodejs::session().filters[filter]->invoke(*data_set, *list);
  });
}

} // namespace

extern "C" __attribute__((visibility("default"))) const nodejs_runtime_t *
collectd_nodejs_runtime() {
  static const nodejs_runtime_t runtime = {
      NODEJS_SEAM_VERSION,
      NODE_MODULE_VERSION,
      nodejs::start_session,
      nodejs::end_session,
      match,
      invoke,
  };
  return &runtime;
}
