// How long the matches and targets of one module may keep write threads waiting: as long as
// they do, no other writer gets anything. Answers that come at once do not count. When the budget
// is used up, its filters are not asked for a while.
//
// Any thread.
#ifndef COLLECTD_NODEJS_SEATS_FILTER_BUDGET_H
#define COLLECTD_NODEJS_SEATS_FILTER_BUDGET_H

#include "core/call.h"
#include "core/lockable.h"

namespace nodejs {

class FilterBudget {
public:
  static constexpr auto kSlow = std::chrono::milliseconds(20);
  static constexpr auto kMost = std::chrono::seconds(1);
  static constexpr auto kWindow = std::chrono::seconds(10);
  static constexpr auto kPause = std::chrono::seconds(10);
  static constexpr auto kToldEvery = std::chrono::minutes(1);

  // Whether they are asked.
  bool has_time(Clock::time_point now) { return now >= data_.lock()->paused_until; }
  // One has answered after so long. True: the budget is used up, and the log has to say so.
  bool spend(Clock::time_point now, Clock::duration waited) {
    if (waited < kSlow) return false;
    auto data = data_.lock();
    if (now - data->began > kWindow) {
      data->began = now;
      data->spent = {};
    }
    data->spent += waited;
    if (data->spent < kMost || now < data->paused_until) return false;
    data->paused_until = now + kPause;
    data->spent = {};
    const bool is_news = data->told_at == Clock::time_point{} || now - data->told_at >= kToldEvery;
    if (is_news) data->told_at = now;
    return is_news;
  }

private:
  struct Data {
    Clock::time_point began{};
    Clock::duration spent{};
    Clock::time_point paused_until{};
    Clock::time_point told_at{};
  };
  Lockable<Data> data_;
};

} // namespace nodejs

#endif
