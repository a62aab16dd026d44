#include <napi.h>

#include <node.h>

#include "script/binding.h"

#include "collectd/daemon_log.h"
#include "collectd/settings.h"
#include "node/heap_guard.h"
#include "node/last_exit.h"
#include "node/worker.h"
#include "script/exports.h"
#include "script/js_entry.h"

namespace nodejs {

namespace {

Services *binding_services = nullptr;

std::string quote(const std::string &text) {
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') quoted += '\\';
    quoted += byte;
  }
  return quoted + '"';
}

void stop_worker_of(const std::string &path, const std::string &why) {
  const Modules &modules = binding_services->modules;
  for (const size_t module : modules.all()) {
    if (modules.import_of(module).path != path) continue;
    if (const auto worker = modules.seat_of(module).worker()) worker->stop(why);
  }
}

// guard_thread(path, name, limit): this thread belongs to the module with that path, whose worker
// ends where the thread is out of memory, or Node.js would end the process on it. `limit` is in
// MiB; 0: none.
void guard_thread(const Napi::CallbackInfo &info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const std::string name = info[1].As<Napi::String>().Utf8Value();
  const size_t limit = info[2].As<Napi::Number>().Uint32Value();
  if (limit > 0)
    limit_thread(v8::Isolate::GetCurrent(), limit << 20, [name, limit] {
      log_message(LOG_ERR,
                  "nodejs plugin: A thread that %s has made with worker_threads used more than "
                  "%zu MiB; it is ended.",
                  name.c_str(), limit);
    });
  park_when_out_of_memory(v8::Isolate::GetCurrent(), [path] {
    stop_worker_of(path, "a thread that it made with worker_threads is out of memory");
  });
  leave_instead([path](const std::string &what) {
    stop_worker_of(path, "in a thread that it made with worker_threads Node.js would have ended "
                         "the process (" +
                             what + ")");
    park_thread();
  });
}

} // namespace

void open_binding(Services &services) {
  binding_services = &services;
}

// Runs on every Node version: 18 gives the main script its internal require, later
// ones only give it to a preload function (node/worker.cc).
std::string main_script() {
  const std::string boot = quote(settings().script_dir + "/boot.js");
  return "const internalRequire = process.collectdInternalRequire ?? require;"
         "delete process.collectdInternalRequire;"
         "const { createRequire } = require('module');"
         "try { createRequire(" +
         boot + ")(" + boot + ").boot(process._linkedBinding('" + kBindingName +
         "'), internalRequire); } catch (error) { throw new Error(" + boot +
         " + ': ' + error, { cause: error }); }";
}

napi_value init_binding(napi_env raw_env, napi_value raw_exports) {
  const Napi::Env env(raw_env);
  Napi::Object exports(raw_env, raw_exports);
  if (Worker::current() == nullptr) { // lib/worker/thread-boot.ts
    export_log_function(env, exports);
    export_children(env, exports, binding_services->children, nullptr);
    exports["guard_thread"] = Napi::Function::New(env, guard_thread);
    export_addons(env, exports);
    return exports;
  }
  auto &seat = *static_cast<Seat *>(Worker::current()->data());
  auto entry = std::make_unique<JsEntry>(env, seat, *binding_services);
  export_session(env, exports);
  export_registrations(env, exports);
  export_values(env, exports, *entry);
  export_notification(env, exports);
  export_cache(env, exports);
  export_data_sets(env, exports);
  export_addons(env, exports);
  export_files(env, exports);
  export_log(env, exports);
  export_children(env, exports, binding_services->children, &seat);
  export_repl(env, exports);
  env.SetInstanceData(entry.release());
  return exports;
}

const char *node_version() {
  return NODE_VERSION;
}

} // namespace nodejs
