// What the calls of one callback came to. Added to by its worker, read once per
// interval (statistics.cc); only when `Statistics` is on.
#ifndef COLLECTD_NODEJS_SEATS_TALLY_H
#define COLLECTD_NODEJS_SEATS_TALLY_H

#include "core/lockable.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace nodejs {

class Tally {
public:
  struct Report {
    uint64_t calls; // from the start on: those that are over
    uint64_t failures;
    double mean; // seconds, since the last report; NaN when no call has ended
    double longest;
  };

  // So many calls have ended that took `seconds` together.
  void add(uint64_t calls, uint64_t failures, double seconds, double longest) {
    auto data = data_.lock();
    data->calls += calls;
    data->failures += failures;
    data->recent += calls;
    data->seconds += seconds;
    data->longest = std::max(data->longest, longest);
  }

  Report report() {
    auto data = data_.lock();
    const uint64_t recent = std::exchange(data->recent, 0);
    const double seconds = std::exchange(data->seconds, 0);
    const double longest = std::exchange(data->longest, 0);
    if (recent == 0) return {data->calls, data->failures, NAN, NAN};
    return {data->calls, data->failures, seconds / static_cast<double>(recent), longest};
  }

private:
  struct Data {
    uint64_t calls = 0;
    uint64_t failures = 0;
    uint64_t recent = 0;
    double seconds = 0;
    double longest = 0;
  };
  Lockable<Data> data_;
};

} // namespace nodejs

#endif
