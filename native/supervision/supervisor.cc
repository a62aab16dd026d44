#include "supervision/supervisor.h"

#include "collectd/plugin_context.h"
#include "collectd/daemon_log.h"
#include "core/deadline_clock.h"

#include <algorithm>
#include <pthread.h>

namespace nodejs {

namespace {

// So that what blocks for a deadline is noticed an eighth of it later at the latest.
constexpr double kTicksPerDeadline = 8;
constexpr double kShortestTick = 0.05;
constexpr double kLongestTick = 1;
constexpr auto kFirstBeat = std::chrono::seconds(1);
// Between two interrupts of a worker: one at once would find it where the last one did.
constexpr auto kSearchTick = std::chrono::milliseconds(4);

} // namespace

Clock::duration Supervisor::tick() const {
  const double shortest = surroundings_.services.registry.shortest_timeout();
  const double seconds = std::clamp(shortest / kTicksPerDeadline, kShortestTick, kLongestTick);
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

Clock::duration Supervisor::pause() const {
  const bool is_searching = std::any_of(
      monitors_.begin(), monitors_.end(),
      [now = deadline_clock().now()](const auto &monitor) { return monitor->is_searching(now); });
  return is_searching ? kSearchTick : tick();
}

bool Supervisor::start() {
  for (const auto &seat : surroundings_.services.modules.seats())
    monitors_.push_back(std::make_unique<WorkerMonitor>(*seat, surroundings_));
  // Before the thread has its first turn: what waits for a worker asks the clock.
  deadline_clock().beat(kFirstBeat);
  return thread_.start([this] { run(); });
}

void Supervisor::allow_restarts() {
  control_.lock()->restarts_allowed = true;
  poke();
}

void Supervisor::poke() {
  control_.lock()->poked = true;
  changed_.notify_all();
}

void Supervisor::cancel_restarts() {
  for (const auto &monitor : monitors_)
    monitor->cancel_restart();
}

void Supervisor::stop() {
  if (!thread_.is_joinable()) return;
  control_.lock()->stopping = true;
  changed_.notify_all();
  thread_.join();
  deadline_clock().stop();
  for (const auto &monitor : monitors_)
    monitor->finish();
}

void Supervisor::run() {
  pthread_setname_np(pthread_self(), "nodejs-watch");
  adopt_plugin_context();
  for (;;) {
    deadline_clock().beat(tick());
    bool restarts_allowed;
    {
      auto control = control_.lock();
      changed_.wait_until(control.lock(), Clock::now() + pause(),
                          [&control] { return control->poked || control->stopping; });
      control->poked = false;
      if (control->stopping) return;
      restarts_allowed = control->restarts_allowed;
    }
    forget_ended();
    const auto now = deadline_clock().now();
    for (const auto &monitor : monitors_)
      monitor->look(now, restarts_allowed);
  }
}

void Supervisor::forget_ended() {
  for (const auto &modules : lost_.take_ended())
    log_message(LOG_NOTICE, "nodejs plugin: A lost worker of %s has ended after all.",
                surroundings_.services.modules.names_of(modules).c_str());
}

} // namespace nodejs
