// Ends the wait of one thread, from other threads and from a signal handler. A condition
// variable cannot be notified in a handler; an eventfd can be written to.
#ifndef COLLECTD_NODEJS_CORE_WAKEUP_H
#define COLLECTD_NODEJS_CORE_WAKEUP_H

#include <chrono>

namespace nodejs {

class Wakeup {
public:
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup &) = delete;
  Wakeup &operator=(const Wakeup &) = delete;

  // Any thread, and a signal handler: async-signal-safe, and keeps errno.
  void notify() const noexcept;
  // The thread that waits: until the next notify(), one since the last wait included, or
  // the deadline. It may return early, so the caller looks at its condition again.
  void wait_until(std::chrono::steady_clock::time_point deadline) const;

private:
  // -1: the process has no descriptor left. The wait is then cut into slices.
  const int fd_;
};

} // namespace nodejs

#endif
