// For how long threads that write may wait for room in a full queue. A writer that is only
// behind catches up meanwhile; a writer that is too slow must not slow down all others.
//
// The wait is kPatience from the moment when the queue became full. It begins anew when an
// eighth of the queue, and at least kEnough lists, have been taken since: room for a single list
// does not renew it. A queue below kSmall waits at most kPatience of each second instead. When
// the time is over, no thread waits until the queue is below three quarters.
//
// Not locked: the Inbox holds its mutex around every call.
#ifndef COLLECTD_NODEJS_CORE_QUEUE_ROOM_RULE_H
#define COLLECTD_NODEJS_CORE_QUEUE_ROOM_RULE_H

#include "core/call.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace nodejs {

class RoomRule {
public:
  static constexpr auto kPatience = std::chrono::milliseconds(50);
  static constexpr size_t kEnough = 1024;
  static constexpr size_t kSmall = 8192;

  explicit RoomRule(size_t limit);

  // Whether lists are dropped at once. `size`: of the queue now.
  bool is_over(size_t size);
  // The queue is full and a thread begins to wait, or looks again. `taken`: how many lists
  // have left the queue from the start on. Not after `now`: the time is over.
  Clock::time_point deadline(Clock::time_point now, uint64_t taken);
  // No thread waits any more.
  void end_wait(Clock::time_point now);
  // The time is over: is_over() from here on.
  void give_up();

private:
  Clock::time_point deadline_of_second(Clock::time_point now);

  const size_t limit_;
  bool is_over_ = false;
  // Of a large queue: since when it is full, and how many had been taken by then.
  std::optional<Clock::time_point> full_since_;
  uint64_t taken_before_ = 0;
  // Of a small one: the second, and how much of it was waited.
  Clock::time_point second_{};
  Clock::duration waited_{};
  std::optional<Clock::time_point> waiting_since_;
};

} // namespace nodejs

#endif
