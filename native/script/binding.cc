#include <napi.h>

#include <node.h>

#include "script/binding.h"

#include "supervision/blocked_report.h"
#include "values/value_box.h"
#include "collectd/plugin_context.h"
#include "script/js_entry.h"
#include "script/exports.h"
#include "callbacks/log_callback.h"
#include "collectd/daemon_log.h"
#include "lifecycle/session.h"
#include "collectd/settings.h"
#include "callbacks/write_callback.h"

#include <algorithm>
#include <unistd.h>

namespace nodejs {

namespace {

constexpr const char *kBinding = "collectd";
// Of the default HeapLimit.
constexpr size_t kLeastHeap = size_t{32} << 20;
constexpr size_t kMostHeap = size_t{256} << 20;

std::string quote(const std::string &text) {
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') quoted += '\\';
    quoted += byte;
  }
  return quoted + '"';
}

// Runs on every Node version: 18 gives the main script its internal require, later
// ones only give it to a preload function (node/worker.cc).
std::string main_script() {
  const std::string boot = quote(settings().script_dir + "/boot.js");
  return "const internalRequire = process.collectdInternalRequire ?? require;"
         "delete process.collectdInternalRequire;"
         "const { createRequire } = require('module');"
         "try { createRequire(" +
         boot + ")(" + boot + ").boot(process._linkedBinding('" + kBinding +
         "'), internalRequire); } catch (error) { throw new Error(" + boot +
         " + ': ' + error, { cause: error }); }";
}

bool is_interactive(const Seat &seat) {
  return std::any_of(seat.modules.begin(), seat.modules.end(), [](size_t module) {
    return session().config->imports[module].path == settings().script_dir + "/repl.js";
  });
}

napi_value init_binding(napi_env raw_env, napi_value raw_exports) {
  const Napi::Env env(raw_env);
  Napi::Object exports(raw_env, raw_exports);
  if (Worker::current() == nullptr) { // a thread that a module made: lib/worker/thread-boot.ts
    export_log_function(env, exports);
    export_children(env, exports, nullptr);
    return exports;
  }
  auto *seat = static_cast<Seat *>(Worker::current()->data());
  auto environment = std::make_unique<JsEntry>(env, *seat);
  export_session(env, exports);
  export_registrations(env, exports);
  export_values(env, exports, *environment);
  export_notification(env, exports);
  export_cache(env, exports);
  export_data_sets(env, exports);
  export_files(env, exports);
  export_log(env, exports);
  export_children(env, exports, seat);
  export_interactive(env, exports);
  env.SetInstanceData(environment.release());
  return exports;
}

} // namespace

Worker::Options worker_options(Seat &seat) {
  Worker::Options options;
  options.name = "nodejs#" + std::to_string(seat.index);
  options.with_inspector = is_interactive(seat);
  options.main_script = main_script();
  options.binding_name = kBinding;
  options.binding = init_binding;
  options.data = &seat;
  options.on_thread_start = adopt_plugin_context;
  options.on_wake = [] { JsEntry::current().on_wake(); };
  options.heap_limit = heap_limit_of(seat);
  options.on_interrupted = [&seat](const std::vector<StackFrame> &frames, bool alone) {
    report_interrupted(seat, frames, alone);
  };
  options.describe_location = location_of;
  options.on_end = [&seat] {
    if (JsEntry::exists()) JsEntry::current().openings().cancel();
    // Another worker may have taken its place.
    if (seat.worker().get() == Worker::current()) seat.inbox.set_running(false);
  };
  options.on_change = [] { session().supervisor.poke(); };
  return options;
}

size_t heap_limit_of(const Seat &seat) {
  const nodejs_config_t &config = *session().config;
  size_t mebibytes = 0;
  for (const size_t module : seat.modules) {
    const size_t own = config.imports[module].heap_limit;
    mebibytes = std::max(mebibytes, own > 0 ? own : config.heap_limit);
  }
  if (mebibytes > 0) return mebibytes << 20;
  const size_t memory =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return std::clamp(memory / 8, kLeastHeap, kMostHeap);
}

const char *node_version() {
  return NODE_VERSION;
}

} // namespace nodejs
