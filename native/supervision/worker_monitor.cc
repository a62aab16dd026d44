#include "supervision/worker_monitor.h"

#include "supervision/blocked_report.h"
#include "collectd/daemon_log.h"
#include "core/signal_block.h"
#include "lifecycle/session.h"

#include <algorithm>

namespace nodejs {

namespace {

constexpr auto kFirstDelay = std::chrono::seconds(1);
constexpr auto kLongestDelay = std::chrono::minutes(5);
constexpr auto kHealthy = std::chrono::minutes(10);
// For an environment that has been stopped: it frees what it has.
constexpr auto kEndPatience = std::chrono::seconds(3);
constexpr double kLongestGrace = 2;
constexpr double kShortestGrace = 0.5;

Clock::duration in_clock(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

double in_seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

} // namespace

void Losses::add(const Seat &seat) {
  for (const size_t module : seat.modules)
    of_module_[module]++;
  all_++;
}

size_t Losses::of(const Seat &seat) const {
  size_t most = 0;
  for (const size_t module : seat.modules) {
    const auto found = of_module_.find(module);
    if (found != of_module_.end()) most = std::max(most, found->second);
  }
  return most;
}

bool Losses::are_too_many(const Seat &seat) const {
  return of(seat) > kMostOfModule || all_ > kMost;
}

std::vector<size_t> WorkerMonitor::modules() const {
  std::vector<size_t> modules;
  for (const size_t module : seat_.modules)
    if (session().module_states[module] == Session::ModuleState::running) modules.push_back(module);
  return modules;
}

void WorkerMonitor::look(Clock::time_point now, bool was_asleep, bool restarts_allowed) {
  if (is_off_) return;
  if (was_asleep) since_ = now;
  // The start of the modules has given it another worker.
  if (is_down_ && seat_.phase() == Seat::Phase::starting) is_down_ = false;
  if (const std::shared_ptr<Worker> worker = seat_.worker()) {
    switch (worker->state()) {
    case Worker::State::starting:
      since_ = now;
      break;
    case Worker::State::running:
      watch(*worker, now);
      break;
    case Worker::State::stopping:
      if (now - worker->stopping_since() > kEndPatience) lose(*worker, "it does not end");
      break;
    case Worker::State::stopped:
      worker->join_until(now);
      seat_.set_worker(nullptr);
      go_down(worker->error(), now);
      break;
    case Worker::State::lost:
      lose(*worker, worker->error());
      break;
    }
  }
  if (restart_.joinable() && restart_is_over_) end_restart(now);
  if (!is_off_ && restarts_allowed && !restart_.joinable()) restart_when_due(now);
}

void WorkerMonitor::restart_when_due(Clock::time_point now) {
  if (!is_down_ && failed_.empty()) return;
  if (!is_scheduled_) schedule(now);
  if (now < due_) return;
  if (is_down_) {
    begin_restart();
    return;
  }
  failed_.clear();
  is_retrying_ = true;
  if (const std::shared_ptr<Worker> worker = seat_.worker())
    worker->stop("a module is imported again");
}

void WorkerMonitor::watch(Worker &worker, Clock::time_point now) {
  const uint64_t seen = worker.pulse().entries() + seat_.progress();
  if (worker.pulse().has_answered() || seen != seen_) {
    if (worker.pulse().has_answered()) worker.ask();
    seen_ = seen;
    since_ = now;
    interrupted_at_ = {};
    return;
  }
  const Pulse::Subject subject = worker.pulse().subject();
  const double deadline = deadline_of(seat_, subject);
  if (now - since_ < in_clock(deadline)) return;
  if (interrupted_at_ == Clock::time_point{}) {
    interrupted_at_ = now;
    worker.interrupt();
    return;
  }
  const auto grace = in_clock(std::clamp(deadline, kShortestGrace, kLongestGrace));
  if (now - interrupted_at_ < grace) return;
  lose(worker, describe_subject(seat_, subject) + " blocks it for more than " +
                   std::to_string(static_cast<int>(in_seconds(now - since_))) +
                   " s and cannot be interrupted");
}

// It is left alone, with its thread and its memory: see Session::lost_workers.
void WorkerMonitor::lose(Worker &worker, const std::string &why) {
  worker.give_up();
  losses_.add(seat_);
  session().lost_workers.push_back(seat_.worker());
  seat_.set_worker(nullptr);
  log_message(LOG_ERR,
              "nodejs plugin: The worker of %s is lost: %s. It is left alone with its memory "
              "(%zu of at most %zu for a module, %zu of %zu in all).",
              names_of_modules(seat_.modules).c_str(), why.c_str(), losses_.of(seat_),
              Losses::kMostOfModule, losses_.all(), Losses::kMost);
  go_down("", Clock::now());
}

void WorkerMonitor::go_down(const std::string &why, Clock::time_point now) {
  seat_.set_phase(Seat::Phase::down);
  session().registry.suspend(seat_);
  is_down_ = true;
  failed_.clear();
  if (losses_.are_too_many(seat_)) {
    turn_off("too many of its workers were lost");
    return;
  }
  seat_.vacate();
  is_scheduled_ = std::exchange(is_retrying_, false);
  if (is_scheduled_) {
    due_ = now;
    return;
  }
  if (now - up_since_ >= kHealthy) delay_ = kFirstDelay;
  if (!why.empty())
    log_message(LOG_ERR, "nodejs plugin: The worker of %s has ended: %s.",
                names_of_modules(seat_.modules).c_str(), why.c_str());
}

void WorkerMonitor::schedule(Clock::time_point now) {
  is_scheduled_ = true;
  due_ = now + delay_;
  const std::vector<size_t> again = is_down_ ? modules() : failed_;
  if (!again.empty())
    log_message(LOG_NOTICE, "nodejs plugin: %s: imported again in %g s.",
                names_of_modules(again).c_str(), in_seconds(delay_));
  delay_ = std::min<Clock::duration>(delay_ * 2, kLongestDelay);
}

void WorkerMonitor::turn_off(const std::string &why) {
  is_off_ = true;
  seat_.set_phase(Seat::Phase::off);
  for (const size_t module : seat_.modules)
    session().registry.retire_module(module);
  log_message(LOG_ERR, "nodejs plugin: %s: off until collectd is started again, because %s.",
              names_of_modules(seat_.modules).c_str(), why.c_str());
}

void WorkerMonitor::begin_restart() {
  const std::vector<size_t> again = modules();
  if (again.empty()) {
    is_off_ = true;
    return;
  }
  is_down_ = false;
  is_scheduled_ = false;
  restart_is_over_ = false;
  const SignalBlock block;
  restart_ = std::thread([this, again] {
    restarted_ = restart(seat_, again);
    restart_is_over_ = true;
    session().supervisor.poke();
  });
}

void WorkerMonitor::end_restart(Clock::time_point now) {
  restart_.join();
  up_since_ = now;
  since_ = now;
  // Its end has been seen already.
  if (is_down_) return;
  failed_ = restarted_.failed;
  const std::shared_ptr<Worker> worker = seat_.worker();
  if (!restarted_.is_running) {
    if (worker) worker->stop("it does not start");
  } else if (failed_.size() < modules().size()) {
    seat_.restarts++;
    log_message(LOG_NOTICE, "nodejs plugin: The worker of %s runs again.",
                names_of_modules(modules()).c_str());
  }
}

void WorkerMonitor::finish() {
  if (restart_.joinable()) restart_.join();
}

} // namespace nodejs
