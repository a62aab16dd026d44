#include "core/cancellable_wait.h"

namespace nodejs {

bool CancellableWait::for_condition(const std::function<bool()> &is_met,
                                    Clock::time_point deadline) const {
  while (!is_met()) {
    if (is_cancelled() || Clock::now() >= deadline) return false;
    wakeup_.wait_until(deadline);
  }
  return true;
}

Call::State CancellableWait::for_call(Call &call, Clock::time_point deadline) const {
  call.wake_when_settled(&wakeup_);
  for_condition([&call] { return is_settled(call.state()); }, deadline);
  call.wake_when_settled(nullptr);
  return call.state();
}

} // namespace nodejs
