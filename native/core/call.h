// One call from a collectd thread into a worker that needs an answer.
//
//   1 copy in   collectd thread: makes the Call, posts a task that carries it
//   2 run       worker: start(), runs the callback, awaits its promise, settle()
//   3 copy out  collectd thread: wait_until() a deadline, reads the outcome
//
// Any thread may call anything; whoever comes last frees it (std::shared_ptr).
// The waiting thread may leave at its deadline: the call then goes on alone and
// its outcome can be read later.
#ifndef COLLECTD_NODEJS_CORE_CALL_H
#define COLLECTD_NODEJS_CORE_CALL_H

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace nodejs {

class Wakeup;

using Clock = std::chrono::steady_clock;

class Call {
public:
  enum class State : uint8_t { queued, running, succeeded, failed };

  Call() = default;
  Call(const Call &) = delete;
  Call &operator=(const Call &) = delete;

  void start();
  // The first outcome counts; a later one is ignored and false is returned.
  bool settle(bool succeeded);

  State wait_until(Clock::time_point deadline);
  // The same by the clock of deadlines.
  State wait_for(Clock::duration patience);
  State state();
  // By the clock of deadlines: when start() was called; meaningless before.
  Clock::time_point started_at();
  // When it was settled; meaningless before.
  Clock::time_point settled_at();
  bool was_started();
  // Notified once when it is settled, for a thread that waits for more than this call;
  // null before the wakeup is gone.
  void wake_when_settled(const Wakeup *wakeup);

private:
  std::mutex mutex_;
  std::condition_variable settled_;
  State state_ = State::queued;
  Clock::time_point started_at_{};
  Clock::time_point settled_at_{};
  const Wakeup *wakeup_ = nullptr;
};

inline bool is_settled(Call::State state) {
  return state == Call::State::succeeded || state == Call::State::failed;
}

} // namespace nodejs

#endif
