#include "supervision/supervisor.h"

#include "collectd/plugin_context.h"
#include "core/signal_block.h"

#include <algorithm>
#include <pthread.h>

namespace nodejs {

namespace {

// So that what blocks for a deadline is noticed an eighth of it later at the latest.
constexpr double kTicksPerDeadline = 8;
constexpr double kShortestTick = 0.05;
constexpr double kLongestTick = 1;
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
      [now = Clock::now()](const auto &monitor) { return monitor->is_searching(now); });
  return is_searching ? kSearchTick : tick();
}

void Supervisor::start() {
  for (const auto &seat : surroundings_.services.modules.seats())
    monitors_.push_back(std::make_unique<WorkerMonitor>(*seat, surroundings_));
  const SignalBlock block;
  thread_ = std::thread([this] { run(); });
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
  if (!thread_.joinable()) return;
  control_.lock()->stopping = true;
  changed_.notify_all();
  thread_.join();
  for (const auto &monitor : monitors_)
    monitor->finish();
}

void Supervisor::run() {
  pthread_setname_np(pthread_self(), "nodejs-watch");
  adopt_plugin_context();
  Clock::time_point expected = Clock::now();
  for (;;) {
    bool restarts_allowed;
    {
      auto control = control_.lock();
      expected += tick();
      changed_.wait_until(control.lock(), std::min(expected, Clock::now() + pause()),
                          [&control] { return control->poked || control->stopping; });
      control->poked = false;
      if (control->stopping) return;
      restarts_allowed = control->restarts_allowed;
    }
    const auto now = Clock::now();
    // This thread did not run either: the process was stopped, or the machine is too busy.
    const bool was_asleep = now > expected + tick();
    expected = now;
    for (const auto &monitor : monitors_)
      monitor->look(now, was_asleep, restarts_allowed);
  }
}

} // namespace nodejs
