#include "supervision/worker_monitor.h"

#include "collectd/daemon_log.h"
#include "core/deadline_clock.h"
#include "core/thread.h"
#include "pool/thread_quota.h"
#include "supervision/blocked_report.h"

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
// Promises and ticks without end: a function that runs for a tenth of the time is found.
constexpr int kLooks = 200;
// For a worker to see an interrupt. One that has not by then may not come to it for long.
constexpr auto kInterruptPatience = std::chrono::milliseconds(100);

Clock::duration in_clock(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

double in_seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string in_brackets(const std::string &text) {
  return text.empty() ? "" : " (" + text + ")";
}

} // namespace

WorkerMonitor::WorkerMonitor(Seat &seat, const Surroundings &surroundings)
    : seat_(seat), around_(surroundings), up_since_(deadline_clock().now()) {}

std::vector<size_t> WorkerMonitor::modules() const {
  return around_.services.modules.in(seat_, Modules::State::running);
}

void WorkerMonitor::look(Clock::time_point now, bool restarts_allowed) {
  if (state_ == State::off) return;
  // The start of the modules has given it another worker.
  if (is_down() && seat_.phase() == Seat::Phase::starting) state_ = State::answering;
  look_at_worker(now);
  if (restart_ && restart_->is_over()) end_restart(now);
  if (restarts_allowed && !restart_) restart_when_due(now);
}

void WorkerMonitor::look_at_worker(Clock::time_point now) {
  const std::shared_ptr<Worker> worker = seat_.worker();
  if (!worker) return;
  switch (worker->state()) {
  case Worker::State::starting:
    answered_at_ = now;
    break;
  case Worker::State::running:
    watch(*worker, now);
    break;
  case Worker::State::stopping:
    if (now - worker->stopping_since() > kEndPatience)
      lose(*worker, "it does not end" + in_brackets(worker->error()));
    break;
  case Worker::State::stopped:
    if (!worker->join_until(Clock::now())) break;
    seat_.set_worker(nullptr);
    go_down(worker->error(), now);
    break;
  case Worker::State::lost:
    lose(*worker, worker->error());
    break;
  }
}

void WorkerMonitor::watch(Worker &worker, Clock::time_point now) {
  const uint64_t seen = worker.pulse().entries() + seat_.inbox.progress();
  if (worker.pulse().has_answered() || seen != seen_) {
    if (worker.pulse().has_answered()) worker.ask();
    seen_ = seen;
    answered_at_ = now;
    state_ = State::answering;
    return;
  }
  const Pulse::Subject subject = worker.pulse().subject();
  const double deadline = deadline_of(around_.services, seat_, subject);
  if (now - answered_at_ < in_clock(deadline)) return;
  if (state_ != State::interrupted) {
    state_ = State::interrupted;
    looks_left_ = kLooks;
    interrupt(worker, now);
    return;
  }
  if (worker.wants_another_look()) {
    interrupt(worker, now);
    return;
  }
  const auto grace = in_clock(std::clamp(deadline, kShortestGrace, kLongestGrace));
  if (now - interrupted_at_ < grace) return;
  lose(worker, describe_subject(around_.services, seat_, subject) + " blocks it for more than " +
                   std::to_string(static_cast<int>(in_seconds(now - answered_at_))) +
                   " s and cannot be interrupted");
}

bool WorkerMonitor::is_searching(Clock::time_point now) const {
  return state_ == State::interrupted && looks_left_ > 0 &&
         now - interrupted_at_ < kInterruptPatience;
}

void WorkerMonitor::interrupt(Worker &worker, Clock::time_point now) {
  interrupted_at_ = now;
  worker.interrupt(--looks_left_ > 0);
}

void WorkerMonitor::lose(Worker &worker, const std::string &why) {
  worker.give_up();
  quota_of(seat_.index).abandon();
  around_.lost.add(seat_);
  seat_.set_worker(nullptr);
  // Its loop collects no child any more; where it comes back, it finds that they are gone.
  around_.services.children.drop(&worker);
  log_message(LOG_ERR,
              "nodejs plugin: The worker of %s is lost: %s. It is left alone with its memory "
              "(%zu of at most %zu for a module, %zu of %zu in all).",
              around_.services.modules.names_of(seat_.modules).c_str(), why.c_str(),
              around_.lost.of(seat_), LostWorkers::kMostOfModule, around_.lost.count(),
              LostWorkers::kMost);
  go_down("", deadline_clock().now());
}

void WorkerMonitor::go_down(const std::string &why, Clock::time_point now) {
  const bool was_replaced = state_ == State::replacing;
  seat_.set_phase(Seat::Phase::down);
  around_.services.registry.suspend(seat_);
  state_ = State::ended;
  failed_.clear();
  if (around_.lost.are_too_many(seat_)) {
    turn_off("too many of its workers were lost");
    return;
  }
  // Before it counts as vacant: whoever waits for that has read why.
  if (!was_replaced && !why.empty())
    log_message(LOG_ERR, "nodejs plugin: The worker of %s has ended: %s.",
                around_.services.modules.names_of(seat_.modules).c_str(), why.c_str());
  seat_.vacate();
  around_.on_vacated();
  if (was_replaced) {
    state_ = State::waiting;
    due_ = now;
    return;
  }
  if (now - up_since_ >= kHealthy) delay_ = kFirstDelay;
}

void WorkerMonitor::turn_off(const std::string &why) {
  state_ = State::off;
  seat_.set_phase(Seat::Phase::off);
  around_.on_vacated();
  for (const size_t module : seat_.modules)
    around_.services.registry.retire_module(module);
  log_message(LOG_ERR, "nodejs plugin: %s: off until collectd is started again, because %s.",
              around_.services.modules.names_of(seat_.modules).c_str(), why.c_str());
}

void WorkerMonitor::restart_when_due(Clock::time_point now) {
  if (state_ == State::ended) {
    schedule(modules(), now);
    state_ = State::waiting;
  }
  if (state_ == State::waiting) {
    if (now >= due_) begin_restart();
    return;
  }
  if (failed_.empty() || now < due_) return;
  failed_.clear();
  const std::shared_ptr<Worker> worker = seat_.worker();
  if (!worker) return;
  state_ = State::replacing;
  worker->stop("a module is imported again");
}

void WorkerMonitor::schedule(const std::vector<size_t> &modules, Clock::time_point now) {
  due_ = now + delay_;
  if (!modules.empty())
    log_message(LOG_NOTICE, "nodejs plugin: %s: imported again in %g s.",
                around_.services.modules.names_of(modules).c_str(), in_seconds(delay_));
  delay_ = std::min<Clock::duration>(delay_ * 2, kLongestDelay);
}

void WorkerMonitor::begin_restart() {
  const std::vector<size_t> again = modules();
  if (again.empty()) {
    state_ = State::off;
    return;
  }
  state_ = State::answering;
  restart_ = std::make_unique<Restart>(around_.services, around_.starter, wait_, seat_, again);
  if (restart_->start(around_.poke)) return;
  restart_.reset();
  log_message(LOG_ERR, "nodejs plugin: The worker of %s cannot be started again: %s.",
              around_.services.modules.names_of(again).c_str(), kNoThread);
  seat_.set_phase(Seat::Phase::down);
  state_ = State::ended;
}

void WorkerMonitor::end_restart(Clock::time_point now) {
  const std::unique_ptr<Restart> restart = std::move(restart_);
  up_since_ = now;
  answered_at_ = now;
  // Its end has been seen already.
  if (is_down() || state_ == State::off) return;
  failed_ = restart->failed();
  if (!restart->finish()) {
    if (const std::shared_ptr<Worker> worker = seat_.worker()) worker->stop("it does not start");
  } else if (failed_.size() < modules().size()) {
    seat_.restarts++;
    log_message(LOG_NOTICE, "nodejs plugin: The worker of %s runs again.",
                around_.services.modules.names_of(modules()).c_str());
  }
  if (!failed_.empty()) schedule(failed_, now);
}

} // namespace nodejs
