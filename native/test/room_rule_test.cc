#include "core/queue/room_rule.h"

#include "check.h"

using nodejs::Clock;
using nodejs::RoomRule;
using namespace std::chrono_literals;

namespace {

const Clock::time_point kStart{1000s};

} // namespace

TEST(the_wait_begins_when_the_queue_becomes_full) {
  RoomRule rule(65536);
  CHECK(rule.deadline(kStart, 0) == kStart + 50ms);
  CHECK(rule.deadline(kStart + 20ms, 0) == kStart + 50ms);
  // Room for some does not renew it.
  CHECK(rule.deadline(kStart + 60ms, 8191) == kStart + 50ms);
}

TEST(an_eighth_of_the_queue_that_was_taken_renews_it) {
  RoomRule rule(65536);
  rule.deadline(kStart, 100);
  CHECK(rule.deadline(kStart + 40ms, 8292) == kStart + 90ms);
  CHECK(rule.deadline(kStart + 80ms, 8292) == kStart + 90ms);
}

TEST(at_least_so_many_lists_renew_it) {
  RoomRule rule(8192);
  rule.deadline(kStart, 0);
  CHECK(rule.deadline(kStart + 40ms, 1023) == kStart + 50ms);
  CHECK(rule.deadline(kStart + 40ms, 1024) == kStart + 90ms);
}

TEST(no_thread_waits_again_before_the_queue_is_below_three_quarters) {
  RoomRule rule(65536);
  rule.deadline(kStart, 0);
  CHECK(!rule.is_over(65536));
  rule.give_up();
  CHECK(rule.is_over(65536));
  CHECK(rule.is_over(49152));
  CHECK(!rule.is_over(49151));
  CHECK(!rule.is_over(65536));
  CHECK(rule.deadline(kStart + 9s, 0) == kStart + 9s + 50ms);
}

TEST(a_small_queue_waits_so_long_in_each_second) {
  RoomRule rule(1000);
  CHECK(rule.deadline(kStart, 0) == kStart + 50ms);
  rule.end_wait(kStart + 30ms);
  // However much was taken.
  CHECK(rule.deadline(kStart + 500ms, 5000) == kStart + 520ms);
  rule.end_wait(kStart + 520ms);
  CHECK(rule.deadline(kStart + 900ms, 9000) == kStart + 900ms);
  rule.end_wait(kStart + 900ms);
  CHECK(rule.deadline(kStart + 1s, 9000) == kStart + 1050ms);
}

TEST(a_wait_over_the_end_of_a_second_counts_in_the_next_one) {
  RoomRule rule(8);
  rule.deadline(kStart, 0);
  rule.end_wait(kStart);
  CHECK(rule.deadline(kStart + 990ms, 0) == kStart + 1040ms);
  CHECK(rule.deadline(kStart + 1s, 0) == kStart + 1050ms);
  rule.end_wait(kStart + 1020ms);
  CHECK(rule.deadline(kStart + 1900ms, 0) == kStart + 1930ms);
}
