#include "core/cancellable_wait.h"

#include "core/deadline_clock.h"

namespace nodejs {

bool CancellableWait::for_condition(const std::function<bool()> &is_met,
                                    Clock::time_point deadline) const {
  while (!is_met()) {
    const auto left = deadline - deadline_clock().now();
    if (is_cancelled() || left <= Clock::duration::zero()) return false;
    wakeup_.wait_until(Clock::now() + left);
  }
  return true;
}

Call::State CancellableWait::for_call(Call &call, Clock::time_point deadline) const {
  watch(call);
  for_condition([&call] { return is_settled(call.state()); }, deadline);
  forget(call);
  return call.state();
}

} // namespace nodejs
