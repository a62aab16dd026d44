// process._linkedBinding('collectd'): all that native/ exports to JavaScript. The typed
// contract is lib/contract/native.ts; nothing is exported that is not declared there.
#ifndef COLLECTD_NODEJS_SCRIPT_BINDING_H
#define COLLECTD_NODEJS_SCRIPT_BINDING_H

#include "script/services.h"

#include <node_api.h>
#include <string>

namespace nodejs {

constexpr const char *kBindingName = "collectd";

// Main thread, before the first worker starts. Node calls init_binding() without a pointer
// of ours.
void open_binding(Services &services);

// Fills the exports. While the main script runs, on the thread of a worker, whose data() is
// its seat, or of one that a module made with worker_threads.
napi_value init_binding(napi_env env, napi_value exports);

// The first script of a worker: it hands the binding to boot.js.
std::string main_script();

const char *node_version();

} // namespace nodejs

#endif
