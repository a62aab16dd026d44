#include "core/queue/room_rule.h"

#include <algorithm>

namespace nodejs {

RoomRule::RoomRule(size_t limit) : limit_(limit) {}

bool RoomRule::is_over(size_t size) {
  if (is_over_ && size < limit_ - limit_ / 4) {
    is_over_ = false;
    full_since_.reset();
  }
  return is_over_;
}

Clock::time_point RoomRule::deadline(Clock::time_point now, uint64_t taken) {
  if (limit_ < kSmall) return deadline_of_second(now);
  const size_t enough = std::max(limit_ / 8, kEnough);
  if (!full_since_ || taken - taken_before_ >= enough) {
    full_since_ = now;
    taken_before_ = taken;
  }
  return *full_since_ + kPatience;
}

Clock::time_point RoomRule::deadline_of_second(Clock::time_point now) {
  if (now - second_ >= std::chrono::seconds(1)) {
    second_ = now;
    waited_ = {};
    if (waiting_since_) waiting_since_ = now;
  }
  if (!waiting_since_) waiting_since_ = now;
  return *waiting_since_ + (kPatience - waited_);
}

void RoomRule::end_wait(Clock::time_point now) {
  if (!waiting_since_) return;
  waited_ += now - *waiting_since_;
  waiting_since_.reset();
}

void RoomRule::give_up() {
  is_over_ = true;
}

} // namespace nodejs
