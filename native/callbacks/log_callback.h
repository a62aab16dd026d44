// A log callback. Whoever logs appends and never waits; the oldest messages go
// when the callback does not keep up.
#ifndef COLLECTD_NODEJS_CALLBACKS_LOG_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_LOG_CALLBACK_H

#include "core/call.h"
#include "core/lockable.h"
#include "seats/registration.h"

#include <deque>
#include <optional>

namespace nodejs {

class LogCallback : public Registration {
public:
  struct Message {
    int severity;
    std::string text;
  };

  LogCallback(uint32_t id, std::string identifier, Registrant registrant);

  int commit() override;
  Turn turn() const override { return Turn::messages; }
  bool deliver(Script &script) override;
  // The worker takes one message at a time; it may log by itself meanwhile.
  std::optional<Message> take();
  size_t discard() override;
  std::optional<size_t> waiting() override { return queue_.lock()->messages.size(); }
  uint64_t dropped() override { return queue_.lock()->dropped_in_all; }
  bool is_done() override { return waiting() == 0; }

private:
  static constexpr size_t kMaxMessages = 4096;
  struct Queue {
    std::deque<Message> messages;
    uint64_t dropped = 0; // not told yet
    Clock::time_point told_at{};
    uint64_t dropped_in_all = 0;
  };

  void on_log(int severity, const char *text);

  Lockable<Queue> queue_;
};

} // namespace nodejs

#endif
