// How a thread that starts modules waits for their workers: until what it waits for has
// come, a deadline, or the moment when the whole start is cancelled.
#ifndef COLLECTD_NODEJS_CORE_CANCELLABLE_WAIT_H
#define COLLECTD_NODEJS_CORE_CANCELLABLE_WAIT_H

#include "core/call.h"
#include "core/wakeup.h"

#include <functional>

namespace nodejs {

class CancellableWait {
public:
  // `is_cancelled` may be asked by any thread. Whoever makes it true calls notify().
  using IsCancelled = bool (*)();

  explicit CancellableWait(IsCancelled is_cancelled) : is_cancelled_(is_cancelled) {}
  CancellableWait(const CancellableWait &) = delete;
  CancellableWait &operator=(const CancellableWait &) = delete;

  bool is_cancelled() const { return is_cancelled_(); }
  // Something has changed. Any thread, and a signal handler.
  void notify() const noexcept { wakeup_.notify(); }

  // The rest is for the thread that waits, one at a time. Deadlines are those of
  // deadline_clock().
  Call::State for_call(Call &call, Clock::time_point deadline) const;
  // For for_condition(): notified when the call is settled. forget() before this is gone.
  void watch(Call &call) const { call.wake_when_settled(&wakeup_); }
  static void forget(Call &call) { call.wake_when_settled(nullptr); }
  // `is_met` is asked after each notify(). False: the deadline has come, or it is cancelled.
  bool for_condition(const std::function<bool()> &is_met, Clock::time_point deadline) const;

private:
  const IsCancelled is_cancelled_;
  const Wakeup wakeup_;
};

} // namespace nodejs

#endif
