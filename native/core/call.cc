#include "core/call.h"

#include "core/deadline_clock.h"
#include "core/wakeup.h"

namespace nodejs {

void Call::start() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (state_ != State::queued) return;
  state_ = State::running;
  started_at_ = deadline_clock().now();
}

bool Call::settle(bool succeeded) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (is_settled(state_)) return false;
    settled_at_ = deadline_clock().now();
    state_ = succeeded ? State::succeeded : State::failed;
    if (wakeup_ != nullptr) wakeup_->notify();
  }
  settled_.notify_all();
  return true;
}

Call::State Call::wait_until(Clock::time_point deadline) {
  std::unique_lock<std::mutex> lock(mutex_);
  settled_.wait_until(lock, deadline, [this] { return is_settled(state_); });
  return state_;
}

Call::State Call::wait_for(Clock::duration patience) {
  const auto deadline = deadline_clock().now() + patience;
  for (;;) {
    const auto left = deadline - deadline_clock().now();
    const State state = wait_until(Clock::now() + left);
    if (is_settled(state) || left <= Clock::duration::zero()) return state;
  }
}

Call::State Call::state() {
  std::lock_guard<std::mutex> lock(mutex_);
  return state_;
}

bool Call::was_started() {
  std::lock_guard<std::mutex> lock(mutex_);
  return started_at_ != Clock::time_point{};
}

Clock::time_point Call::settled_at() {
  std::lock_guard<std::mutex> lock(mutex_);
  return settled_at_;
}

void Call::wake_when_settled(const Wakeup *wakeup) {
  std::lock_guard<std::mutex> lock(mutex_);
  wakeup_ = wakeup;
}

Clock::time_point Call::started_at() {
  std::lock_guard<std::mutex> lock(mutex_);
  return started_at_;
}

} // namespace nodejs
