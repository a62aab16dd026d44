// A notification callback, and the notifications that modules dispatch. Whoever
// dispatches one appends a copy and never waits.
#ifndef COLLECTD_NODEJS_CALLBACKS_NOTIFICATION_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_NOTIFICATION_CALLBACK_H

#include <napi.h>

#include "seats/barrier_queue.h"
#include "seats/registration.h"

namespace nodejs {

// A copy of its own, meta data included.
class Notification {
public:
  explicit Notification(const notification_t &notification);
  ~Notification();
  Notification(Notification &&other) noexcept;
  Notification &operator=(Notification &&other) noexcept;
  Notification(const Notification &) = delete;
  Notification &operator=(const Notification &) = delete;

  // [severity, time, message, five identifier strings, meta, depth]
  Napi::Array to_array(Napi::Env env) const;

private:
  notification_t copy_{};
  uint32_t depth_;
};

class NotificationCallback : public Registration {
public:
  NotificationCallback(uint32_t id, std::string identifier, Registrant registrant);

  int commit() override;
  Turn turn() const override { return Turn::notifications; }
  bool deliver(Script &script) override;
  std::optional<size_t> waiting() override { return waiting_.size(); }
  size_t discard() override;
  bool is_done() override { return waiting_.is_empty(); }
  uint64_t dropped() override { return waiting_.dropped(); }
  std::optional<Notification> take() { return waiting_.take(); }
  void report_dropped() override;

private:
  BarrierQueue<Notification> waiting_;
};

// Worker's thread. `fields` as in to_array(). False when nobody listens.
bool dispatch_notification(const Napi::Array &fields);

} // namespace nodejs

#endif
