#include "supervision/lost_workers.h"

#include <algorithm>

namespace nodejs {

void LostWorkers::add(Seat &seat) {
  for (const size_t module : seat.modules)
    of_module_[module]++;
  all_.push_back(seat.worker());
}

size_t LostWorkers::of(const Seat &seat) const {
  size_t most = 0;
  for (const size_t module : seat.modules) {
    const auto found = of_module_.find(module);
    if (found != of_module_.end()) most = std::max(most, found->second);
  }
  return most;
}

bool LostWorkers::are_too_many(const Seat &seat) const {
  return of(seat) > kMostOfModule || all_.size() > kMost;
}

} // namespace nodejs
