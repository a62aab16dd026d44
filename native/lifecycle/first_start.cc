#include "lifecycle/first_start.h"

#include "core/deadline_clock.h"

#include <cstdint>
#include <set>

namespace nodejs {

namespace {

using State = Modules::State;

// For an environment that has been stopped to be put away.
constexpr auto kVacatePatience = std::chrono::seconds(10);
// For an event loop to come round when collectd is to end.
constexpr auto kTurnPatience = std::chrono::milliseconds(40);

} // namespace

FirstStart::FirstStart(Services &services, const WorkerStarter &starter,
                       const CancellableWait &wait)
    : services_(services), starter_(starter), wait_(wait),
      start_(services, wait, services.modules.all(), [this](size_t module) { leave_out(module); }) {
}

bool FirstStart::start_workers(std::string &error) {
  const auto &seats = services_.modules.seats();
  std::vector<std::shared_ptr<Call>> started;
  started.reserve(seats.size());
  for (const auto &seat : seats)
    started.push_back(starter_.start(*seat));
  const auto deadline = deadline_clock().now() + kWorkerStartPatience;
  for (size_t i = 0; i < started.size(); i++) {
    if (wait_.for_call(*started[i], deadline) == Call::State::succeeded) continue;
    const std::shared_ptr<Worker> worker = seats[i]->worker();
    error = "Worker " + std::to_string(i + 1) + " does not start: " +
            (wait_.is_cancelled() ? "collectd was told to stop"
             : worker             ? worker->error()
                                  : "it has ended");
    return false;
  }
  return true;
}

void FirstStart::leave_out(size_t module) {
  services_.modules.set_state(module, State::left_out);
  services_.registry.drop_module(module);
  services_.data_sets.drop_module(module);
}

bool FirstStart::start_another_worker(Seat &seat) {
  // The supervisor puts away what the last one has left.
  wait_.for_condition([&seat] { return seat.is_vacant() || seat.phase() == Seat::Phase::off; },
                      deadline_clock().now() + kVacatePatience);
  if (!seat.is_vacant()) return false;
  seat.set_phase(Seat::Phase::starting);
  const auto started = starter_.start(seat);
  return wait_.for_call(*started, deadline_clock().now() + kWorkerStartPatience) ==
         Call::State::succeeded;
}

// A module that ends its worker takes along those that share it. They have another one
// before the daemon stops to take registrations; a module that ends that one, too,
// without being left out for it, leaves the rest to the supervisor.
void FirstStart::finish(Seat &seat) {
  for (size_t before = SIZE_MAX; !seat.has_running_worker();) {
    const std::vector<size_t> modules = services_.modules.in(seat, State::starting);
    if (modules.empty() || modules.size() >= before || !start_another_worker(seat)) return;
    before = modules.size();
    ModuleStart start(services_, wait_, modules, [this](size_t module) { leave_out(module); });
    start.run(false);
    for (const size_t module : services_.modules.in(seat, State::starting))
      services_.registry.retire_module(module);
    if (start.unfinished().empty()) return;
  }
}

void FirstStart::start_modules() {
  start_.run(true);
  std::set<Seat *> seats;
  for (const size_t module : start_.unfinished())
    seats.insert(&services_.modules.seat_of(module));
  for (Seat *seat : seats)
    finish(*seat);
  for (const size_t module : services_.modules.all())
    if (services_.modules.state(module) == State::starting)
      services_.modules.set_state(module, State::running);
}

void FirstStart::stop_blocked_workers() {
  std::vector<std::pair<std::shared_ptr<Worker>, std::shared_ptr<Call>>> asked;
  for (const auto &seat : services_.modules.seats()) {
    const auto answer = std::make_shared<Call>();
    if (seat->post(answer, [](Script &, const std::shared_ptr<Call> &call) { call->settle(true); }))
      asked.emplace_back(seat->worker(), answer);
  }
  const auto deadline = Clock::now() + kTurnPatience;
  for (const auto &[worker, answer] : asked)
    if (worker && !is_settled(answer->wait_until(deadline))) worker->stop();
}

void FirstStart::leave_out_ended() {
  // The supervisor says first why each of them has ended.
  for (const auto &seat : services_.modules.seats())
    if (!seat->has_running_worker())
      wait_.for_condition(
          [&seat] { return seat->is_vacant() || seat->phase() == Seat::Phase::off; },
          deadline_clock().now() + kVacatePatience);
  for (const size_t module : services_.modules.all())
    if (services_.modules.state(module) == State::running &&
        !services_.modules.seat_of(module).has_running_worker())
      leave_out(module);
}

} // namespace nodejs
