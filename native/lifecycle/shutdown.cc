#include "lifecycle/shutdown.h"

#include "process/child_signal.h"
#include "core/shutdown_flag.h"
#include "core/shutdown_shares.h"
#include "seats/script.h"
#include "collectd/calls/gate.h"
#include "collectd/daemon_log.h"
#include "lifecycle/session.h"
#include "collectd/settings.h"
#include "process/terminal.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <thread>
#include <unistd.h>
#include <vector>

namespace nodejs {

namespace {

constexpr auto kPoll = std::chrono::milliseconds(1);
// Shares of the budget: what drains must leave time for the shutdown callbacks,
// and those for ending the workers.
constexpr double kDrainShare = 0.7;
constexpr double kCallbackShare = 0.9;

// Main thread.
Clock::time_point began_at{};
struct Outcome {
  bool succeeded;
  bool all_ended;
};
std::optional<Outcome> outcome;

Clock::time_point share_of_budget(double share) {
  return began_at + std::chrono::duration_cast<Clock::duration>(
                        std::chrono::duration<double>(settings().shutdown_timeout * share));
}

template <typename Condition> bool wait_until(Clock::time_point deadline, const Condition &is_met) {
  while (!is_met()) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

bool has_nothing_queued(Seat &seat) {
  const auto queued = seat.queued();
  // Nothing waits for what may not run, such as the callbacks of a module that failed to start
  // again.
  const bool are_done = std::all_of(queued.begin(), queued.end(), [](const auto &callback) {
    return !callback->may_run() || callback->kind == Kind::log || callback->is_done();
  });
  if (!seat.is_running() || are_done) return true;
  seat.wake();
  return false;
}

bool has_no_messages(Seat &seat) {
  const auto queued = seat.queued();
  return !seat.is_running() || std::all_of(queued.begin(), queued.end(), [](const auto &callback) {
    return callback->kind != Kind::log || !callback->may_run() || callback->is_done();
  });
}

void drain(Clock::time_point deadline) {
  for (const auto &seat : session().modules.seats())
    wait_until(deadline, [&seat] { return has_nothing_queued(*seat); });
}

// One after the other, in the order of their registration; each may take its share
// of what is left, so that those that hang do not cost other modules theirs.
bool run_shutdown_callbacks(Clock::time_point deadline) {
  bool all_succeeded = true;
  const auto callbacks = session().registry.active(Kind::shutdown);
  std::vector<size_t> modules;
  modules.reserve(callbacks.size());
  for (const auto &callback : callbacks)
    modules.push_back(callback->registrant.module);
  ShutdownShares shares(modules);
  for (const auto &one : callbacks) {
    const Registration &callback = *one;
    const double part = shares.next(callback.registrant.module);
    auto call = std::make_shared<Call>();
    if (!callback.registrant.seat->post(
            call, [id = callback.id](Script &script, const std::shared_ptr<Call> &started) {
              script.run(id, started);
            }))
      continue;
    const auto now = Clock::now();
    const auto share = std::chrono::duration_cast<Clock::duration>(
        std::max(deadline - now, Clock::duration::zero()) * part);
    const Call::State state = call->wait_until(now + share);
    all_succeeded = all_succeeded && state == Call::State::succeeded;
    if (!is_settled(state))
      log_message(LOG_ERR,
                  "nodejs plugin: The shutdown callback %s (%s) has not finished within its share "
                  "of the ShutdownTimeout of %g s.",
                  callback.identifier.c_str(), callback.registrant.location.c_str(),
                  settings().shutdown_timeout);
  }
  return all_succeeded;
}

// At the same time in all workers: the event is what modules leave to the end of a
// process, and stopping an environment does not bring it about.
void emit_exit(Clock::time_point deadline) {
  std::vector<std::shared_ptr<Call>> calls;
  for (const auto &seat : session().modules.seats()) {
    auto call = std::make_shared<Call>();
    if (seat->post(call, [](Script &script, const std::shared_ptr<Call> &started) {
          script.exit(started);
        }))
      calls.push_back(std::move(call));
  }
  for (const auto &call : calls)
    call->wait_until(deadline);
}

// After the workers ended: what a callback has in hand is not freed under it.
void drop_what_is_left() {
  for (const auto &seat : session().modules.seats()) {
    for (const auto &callback : seat->queued()) {
      WriteQueue *queue = callback->write_queue();
      if (queue == nullptr) continue;
      const uint64_t dropped = queue->size() + queue->take_dropped();
      if (dropped > 0)
        log_message(LOG_WARNING,
                    "nodejs plugin: %llu value lists for the %s callback %s (%s) were dropped "
                    "at shutdown.",
                    static_cast<unsigned long long>(dropped), name_of(callback->kind),
                    callback->identifier.c_str(), callback->registrant.location.c_str());
    }
  }
}

// True when every worker has ended.
bool stop_workers(Clock::time_point deadline) {
  for (const auto &seat : session().modules.seats())
    if (const auto worker = seat->worker()) worker->stop();
  bool all_ended = session().supervisor.lost().join_all();
  for (const auto &seat : session().modules.seats()) {
    const std::shared_ptr<Worker> worker = seat->worker();
    if (!worker || worker->join_until(deadline)) continue;
    all_ended = false;
    if (worker->is_parked()) continue;
    log_message(LOG_WARNING, "nodejs plugin: Worker %zu does not end; it is left alone.",
                seat->index + 1);
  }
  return all_ended;
}

// exit() takes apart what a thread that still runs uses.
void skip_exit_handlers() {
  on_exit(
      [](int status, void *) {
        std::fflush(nullptr);
        _exit(status);
      },
      nullptr);
}

} // namespace

void begin_shutdown() {
  if (began_at != Clock::time_point{}) return;
  began_at = Clock::now();
  raise_shutdown_flag();
  session().supervisor.cancel_restarts();
  session().registry.close();
  for (const auto &seat : session().modules.seats()) {
    seat->inbox.close();
    seat->post(std::make_shared<Call>(), [](Script &script, const std::shared_ptr<Call> &call) {
      script.announce_stop();
      call->settle(true);
    });
  }
}

void stop_session() {
  if (outcome) return;
  begin_shutdown();
  session().supervisor.stop();
  drain(share_of_budget(kDrainShare));
  const bool succeeded = run_shutdown_callbacks(share_of_budget(kCallbackShare));
  emit_exit(share_of_budget(kCallbackShare));
  // Shutdown callbacks may have dispatched or logged.
  for (const auto &seat : session().modules.seats())
    wait_until(share_of_budget(kCallbackShare), [&seat] { return has_no_messages(*seat); });
  const bool all_ended = stop_workers(share_of_budget(1));
  drop_what_is_left();
  const bool gate_is_clear = gate().close(share_of_budget(1));
  restore_terminal();
  if (all_ended && gate_is_clear)
    session().platform.reset();
  else
    skip_exit_handlers();
  outcome = {succeeded, all_ended};
}

int end_session() {
  stop_session();
  if (outcome->all_ended) release_child_signal();
  return outcome->succeeded ? 0 : -1;
}

} // namespace nodejs
