#include "callbacks/log_callback.h"

#include "collectd/daemon_log.h"
#include "collectd/calls/guarded.h"
#include "seats/script.h"
#include "seats/seat.h"

namespace nodejs {

namespace {
// In a flood the callback gets messages, and only now and then the notice that some are missing.
constexpr auto kNoticeEvery = std::chrono::seconds(10);
} // namespace

LogCallback::LogCallback(uint32_t id, std::string identifier, Registrant registrant)
    : Registration(Kind::log, id, std::move(identifier), std::move(registrant)) {}

int LogCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_log(
      identifier.c_str(),
      [](int severity, const char *text, user_data_t *user_data) {
        guarded(0, [&] {
          registration_in<LogCallback>(user_data).on_log(severity, text);
          return 0;
        });
      },
      &data);
}

void LogCallback::on_log(int severity, const char *text) {
  if (!is_active() || QuietLog::is_active()) return;
  {
    auto queue = queue_.lock();
    if (queue->messages.size() >= kMaxMessages) {
      queue->messages.pop_front();
      queue->dropped++;
      queue->dropped_in_all++;
    }
    queue->messages.push_back({severity, text});
  }
  registrant.seat->wake();
}

bool LogCallback::deliver(Script &script) {
  if (!is_active()) discard();
  return waiting() > 0 && script.drain(Script::Queue::messages, id);
}

std::optional<LogCallback::Message> LogCallback::take() {
  auto queue = queue_.lock();
  const auto now = Clock::now();
  if (queue->dropped > 0 && (queue->messages.empty() || now - queue->told_at >= kNoticeEvery)) {
    Message notice{LOG_WARNING, "nodejs plugin: " + std::to_string(queue->dropped) +
                                    " log messages for " + identifier +
                                    " were dropped: it does not keep up."};
    queue->dropped = 0;
    queue->told_at = now;
    return notice;
  }
  if (queue->messages.empty()) return std::nullopt;
  Message message = std::move(queue->messages.front());
  queue->messages.pop_front();
  return message;
}

size_t LogCallback::discard() {
  queue_.lock()->messages.clear();
  return 0;
}

} // namespace nodejs
