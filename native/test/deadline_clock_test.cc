#include "core/deadline_clock.h"

#include "check.h"

using nodejs::Clock;
using nodejs::DeadlineClock;
using namespace std::chrono_literals;

namespace {

const Clock::time_point kStart{1000s};

} // namespace

TEST(without_a_beat_it_is_an_ordinary_clock) {
  DeadlineClock clock;
  CHECK(clock.at(kStart) == kStart);
  clock.beat_at(kStart, 1s);
  clock.stop();
  CHECK(clock.at(Clock::now() + 100s) - clock.at(Clock::now()) >= 99s);
}

TEST(time_counts_up_to_two_periods_after_a_beat) {
  DeadlineClock clock;
  clock.beat_at(kStart, 1s);
  CHECK(clock.at(kStart + 1s) == kStart + 1s);
  CHECK(clock.at(kStart + 2s) == kStart + 2s);
  CHECK(clock.at(kStart + 15s) == kStart + 2s);
}

TEST(time_in_which_the_process_stood_still_never_counts) {
  DeadlineClock clock;
  clock.beat_at(kStart, 1s);
  clock.beat_at(kStart + 15s, 1s);
  CHECK(clock.at(kStart + 15s) == kStart + 2s);
  CHECK(clock.at(kStart + 16s) == kStart + 3s);
  clock.beat_at(kStart + 16s, 1s);
  clock.beat_at(kStart + 17s, 1s);
  CHECK(clock.at(kStart + 18s) == kStart + 5s);
}
