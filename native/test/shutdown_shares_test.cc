#include "core/shutdown_shares.h"

#include "check.h"

#include <algorithm>

using nodejs::ShutdownShares;

namespace {

constexpr size_t kBad = 0, kGood = 1;

bool is_about(double a, double b) {
  return a - b < 1e-9 && b - a < 1e-9;
}

} // namespace

TEST(a_module_has_the_same_time_whoever_hangs_before_it) {
  std::vector<size_t> modules(300, kBad);
  modules.push_back(kGood);
  ShutdownShares shares(modules);
  double left = 4;
  for (int i = 0; i < 300; i++)
    left -= left * shares.next(kBad);
  CHECK(is_about(left, 2));
  CHECK(is_about(shares.next(kGood), 1));
}

TEST(the_callbacks_of_a_module_share_its_part) {
  ShutdownShares shares({kBad, kGood, kBad});
  CHECK(is_about(shares.next(kBad), 0.25));
  CHECK(is_about(shares.next(kGood), 1 / 1.5));
  CHECK(is_about(shares.next(kBad), 1));
}
