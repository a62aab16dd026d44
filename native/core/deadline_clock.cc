#include "core/deadline_clock.h"

#include <algorithm>

namespace nodejs {

Clock::duration DeadlineClock::lost_since_beat(const Data &data, Clock::time_point time) {
  return std::max(time - data.last_beat - data.counts, Clock::duration::zero());
}

Clock::time_point DeadlineClock::at(Clock::time_point time) {
  const auto data = data_.lock();
  return time - data->stood_still - lost_since_beat(*data, time);
}

Clock::duration DeadlineClock::stood_still() {
  const auto data = data_.lock();
  return data->stood_still + lost_since_beat(*data, Clock::now());
}

void DeadlineClock::beat_at(Clock::time_point time, Clock::duration period) {
  auto data = data_.lock();
  data->stood_still += lost_since_beat(*data, time);
  data->last_beat = time;
  data->counts = 2 * period;
}

void DeadlineClock::stop() {
  auto data = data_.lock();
  data->stood_still += lost_since_beat(*data, Clock::now());
  data->counts = Clock::duration::max();
}

DeadlineClock &deadline_clock() {
  static DeadlineClock clock;
  return clock;
}

} // namespace nodejs
