// A thread of our own: signals stay with collectd's threads, and that a thread cannot be made
// is an answer. std::thread throws then, and an exception on a thread of ours, or through a
// function of collectd's, would end the process.
#ifndef COLLECTD_NODEJS_CORE_THREAD_H
#define COLLECTD_NODEJS_CORE_THREAD_H

#include "core/signal_block.h"

#include <exception>
#include <thread>
#include <utility>

namespace nodejs {

class Thread {
public:
  Thread() = default;
  // Waits for it.
  ~Thread() { join(); }
  Thread(const Thread &) = delete;
  Thread &operator=(const Thread &) = delete;

  // False: there are no more tasks, or there is no memory for one.
  template <typename Function> [[nodiscard]] bool start(Function function) {
    const SignalBlock block;
    try {
      thread_ = std::thread(std::move(function));
      return true;
    } catch (const std::exception &) {
      return false;
    }
  }
  // Does nothing where none has been started.
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  bool is_joinable() const { return thread_.joinable(); }

private:
  std::thread thread_;
};

// Says why none can be made, for the log.
constexpr const char *kNoThread =
    "no thread can be made: the process has as many as its limit allows (see LimitNPROC and "
    "TasksMax of the unit), or there is no memory";

} // namespace nodejs

#endif
