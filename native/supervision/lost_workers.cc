#include "supervision/lost_workers.h"

#include <algorithm>

namespace nodejs {

void LostWorkers::add(Seat &seat) {
  all_.push_back({seat.worker(), seat.modules});
}

std::vector<std::vector<size_t>> LostWorkers::take_ended() {
  std::vector<std::vector<size_t>> ended;
  std::erase_if(all_, [&ended](const Lost &lost) {
    if (!lost.worker->has_ended() || !lost.worker->join_until(Clock::now())) return false;
    ended.push_back(lost.modules);
    return true;
  });
  return ended;
}

size_t LostWorkers::of(const Seat &seat) const {
  size_t most = 0;
  for (const size_t module : seat.modules) {
    const auto count = std::count_if(all_.begin(), all_.end(), [module](const Lost &lost) {
      return std::find(lost.modules.begin(), lost.modules.end(), module) != lost.modules.end();
    });
    most = std::max(most, static_cast<size_t>(count));
  }
  return most;
}

bool LostWorkers::are_too_many(const Seat &seat) const {
  const size_t own = of(seat);
  return own > kMostOfModule || (own > 0 && all_.size() > kMost);
}

bool LostWorkers::join_all() {
  take_ended();
  return all_.empty();
}

} // namespace nodejs
