#include "supervision/restart.h"

#include "collectd/daemon_log.h"
#include "collectd/plugin_context.h"
#include "collectd/settings.h"
#include "core/deadline_clock.h"
#include "supervision/module_start.h"

#include <algorithm>

namespace nodejs {

Restart::Restart(Services &services, const WorkerStarter &starter, const CancellableWait &wait,
                 Seat &seat, std::vector<size_t> modules)
    : services_(services), starter_(starter), wait_(wait), seat_(seat),
      modules_(std::move(modules)) {}

bool Restart::start(std::function<void()> on_over) {
  seat_.set_phase(Seat::Phase::restarting);
  for (const size_t module : modules_)
    services_.registry.admit(module);
  return thread_.start([this, on_over = std::move(on_over)] {
    run();
    is_over_ = true;
    on_over();
  });
}

bool Restart::has_failed(size_t module) const {
  return std::find(failed_.begin(), failed_.end(), module) != failed_.end();
}

void Restart::run() {
  adopt_plugin_context();
  const auto started = starter_.start(seat_);
  worker_ = seat_.worker();
  if (wait_.for_call(*started, deadline_clock().now() + kWorkerStartPatience) !=
      Call::State::succeeded)
    return;
  ModuleStart start(services_, wait_, modules_,
                    [this](size_t module) { services_.registry.shut_out(module); });
  start.run(false);
  start.create_filters(&seat_);
  failed_ = start.failed();
}

bool Restart::finish() {
  if (!worker_ || seat_.worker() != worker_ || !worker_->is_running() || wait_.is_cancelled())
    return false;
  for (const size_t module : modules_)
    if (!has_failed(module)) services_.registry.retire_module(module);
  report_lost_lists();
  seat_.set_phase(Seat::Phase::ready);
  return true;
}

void Restart::report_lost_lists() {
  for (const auto &callback : seat_.queued()) {
    WriteQueue *queue = callback->write_queue();
    if (queue == nullptr || !callback->is_active()) continue;
    const WriteQueue::Losses losses = queue->take_losses();
    const size_t waiting = queue->size();
    const uint64_t lost = losses.in_hand + losses.beyond_limit;
    if (lost == 0 && waiting == 0) continue;
    log_message(lost > 0 ? LOG_WARNING : LOG_INFO,
                "nodejs plugin: While its worker was restarted, the %s callback %s (%s) lost %llu "
                "value lists that it had in hand and %llu beyond its queue of %zu; %zu wait for "
                "it.",
                name_of(callback->kind), callback->identifier.c_str(),
                callback->registrant.location.c_str(),
                static_cast<unsigned long long>(losses.in_hand),
                static_cast<unsigned long long>(losses.beyond_limit), settings().write_queue_limit,
                waiting);
  }
}

} // namespace nodejs
