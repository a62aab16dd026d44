#include "supervision/worker_starter.h"

#include "collectd/plugin_context.h"
#include "collectd/settings.h"
#include "core/shutdown_flag.h"
#include "pool/addons.h"
#include "pool/thread_quota.h"
#include "script/binding.h"
#include "script/js_entry.h"
#include "supervision/blocked_report.h"

#include <algorithm>

namespace nodejs {

namespace {

// The REPL is a module of its own, and has a worker of its own.
bool has_repl(const Modules &modules, const Seat &seat) {
  return std::any_of(seat.modules.begin(), seat.modules.end(), [&modules](size_t module) {
    return modules.import_of(module).path == settings().script_dir + "/repl.js";
  });
}

// Its cleanup hooks, finalizers, callbacks and threads are code that cannot be contained.
std::string why_to_leave(const Seat &seat) {
  if (!has_loaded_addon()) return "";
  if (quota_of(seat.index).has_addon_work()) return "work of an addon was under way when it ended";
  return shutdown_has_begun() ? "an addon was loaded, and collectd stops" : "";
}

} // namespace

WorkerStarter::WorkerStarter(Services &services, const std::unique_ptr<Platform> &platform,
                             std::function<void()> on_change)
    : services_(services), platform_(platform), on_change_(std::move(on_change)) {}

std::shared_ptr<Call> WorkerStarter::start(Seat &seat) const {
  const auto worker = std::make_shared<Worker>(*platform_, options_for(seat));
  auto started = std::make_shared<Call>();
  seat.set_worker(worker);
  worker->start(started);
  return started;
}

Worker::Options WorkerStarter::options_for(Seat &seat) const {
  Worker::Options options;
  options.name = "nodejs#" + std::to_string(seat.index);
  options.with_inspector = has_repl(services_.modules, seat);
  options.main_script = main_script();
  options.binding_name = kBindingName;
  options.binding = init_binding;
  options.data = &seat;
  options.on_thread_start = [&seat] {
    adopt_plugin_context();
    adopt_quota(seat.index);
  };
  options.on_wake = [] { JsEntry::current().on_wake(); };
  options.heap_limit = services_.modules.heap_limit_of(seat);
  options.on_interrupted = [this, &seat](const std::vector<StackFrame> &frames, bool alone) {
    report_interrupted(services_, seat, frames, alone);
  };
  options.describe_location = location_of;
  options.on_end = [&seat] {
    if (Script::exists()) JsEntry::current().openings().cancel();
    // Another worker may have taken its place.
    if (seat.worker().get() == Worker::current()) seat.inbox.set_running(false);
  };
  options.why_to_leave = [&seat] { return why_to_leave(seat); };
  options.on_change = on_change_;
  return options;
}

} // namespace nodejs
