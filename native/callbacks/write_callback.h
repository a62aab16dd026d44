// A write callback: collectd's write threads append to its ring and go on; the
// worker drains it, one JavaScript entry for many values. Missing and cache event
// callbacks get their lists the same way, but nobody ever waits for them.
#ifndef COLLECTD_NODEJS_CALLBACKS_WRITE_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_WRITE_CALLBACK_H

#include "core/queue/inbox.h"
#include "seats/registration.h"

namespace nodejs {

class WriteCallback : public Registration {
public:
  WriteCallback(uint32_t id, std::string identifier, Registrant registrant,
                Kind kind = Kind::write);

  int commit() override;
  void on_suspend() override { queue_.abandon(); }
  size_t discard() override { return queue_.discard(); }
  bool is_done() override { return queue_.size() == 0; }
  void report_dropped() override;
  Turn turn() const override { return Turn::values; }
  bool deliver(Script &script) override;
  WriteQueue *write_queue() override { return &queue_; }

  std::optional<size_t> waiting() override { return queue_.size(); }
  uint64_t dropped() override { return queue_.dropped(); }

  // From here on each list carries the rates that the cache has for it.
  void want_rates() { wants_rates_ = true; }

  // On a worker's thread: the list that it handed to a callback was dropped.
  static thread_local bool was_full;

protected:
  // Copies a list into the ring, any thread. False: dropped, and counted. One that
  // may wait does so for a moment while the ring is full (core/queue/room_rule.h).
  bool append(const data_set_t &data_set, const value_list_t &value_list, bool may_wait,
              uint8_t event = 0);

private:
  int on_write(const data_set_t &data_set, const value_list_t &value_list);

  WriteQueue &queue_; // lives in the seat's inbox
  const bool has_cells_;
  std::atomic<bool> wants_rates_{false};
  std::atomic<int64_t> reported_at_{0};
};

} // namespace nodejs

#endif
