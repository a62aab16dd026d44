#include "supervision/restart.h"

#include "script/binding.h"
#include "collectd/plugin_context.h"
#include "collectd/daemon_log.h"
#include "supervision/module_start.h"
#include "lifecycle/session.h"
#include "collectd/settings.h"
#include "lifecycle/shutdown.h"
#include "callbacks/write_callback.h"

#include <algorithm>

namespace nodejs {

namespace {

bool start_worker(Seat &seat) {
  auto worker = std::make_shared<Worker>(*session().platform, worker_options(seat));
  auto started = std::make_shared<Call>();
  seat.set_worker(worker);
  worker->start(started);
  const auto deadline = Clock::now() + std::chrono::minutes(1);
  return wait_or(*started, deadline, shutdown_has_begun) == Call::State::succeeded;
}

void report_lost(Seat &seat) {
  for (const auto &write : seat.writes()) {
    if (!write->is_active()) continue;
    const WriteQueue::Losses losses = write->write_queue().take_losses();
    const size_t waiting = write->write_queue().size();
    const uint64_t lost = losses.in_hand + losses.beyond_limit;
    if (lost == 0 && waiting == 0) continue;
    log_message(lost > 0 ? LOG_WARNING : LOG_INFO,
                "nodejs plugin: While its worker was restarted, the %s callback %s (%s) lost %llu "
                "value lists that it had in hand and %llu beyond its queue of %zu; %zu wait for "
                "it.",
                name_of(write->kind), write->identifier.c_str(), write->registrant.location.c_str(),
                static_cast<unsigned long long>(losses.in_hand),
                static_cast<unsigned long long>(losses.beyond_limit), settings().write_queue_limit,
                waiting);
  }
}

} // namespace

Restarted restart(Seat &seat, const std::vector<size_t> &modules) {
  adopt_plugin_context();
  seat.set_phase(Seat::Phase::restarting);
  Restarted restarted;
  if (!start_worker(seat)) return restarted;
  ModuleStart start(modules, shutdown_has_begun,
                    [](size_t module) { session().registry.suspend_module(module); });
  start.run(false);
  start.create_filters(&seat);
  restarted.failed = start.failed();
  const std::shared_ptr<Worker> worker = seat.worker();
  if (!worker || !worker->is_running() || shutdown_has_begun()) return restarted;
  for (const size_t module : modules)
    if (std::find(restarted.failed.begin(), restarted.failed.end(), module) ==
        restarted.failed.end())
      session().registry.retire_module(module);
  report_lost(seat);
  seat.set_phase(Seat::Phase::ready);
  restarted.is_running = true;
  return restarted;
}

} // namespace nodejs
