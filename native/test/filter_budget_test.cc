#include "seats/filter_budget.h"

#include "check.h"

using nodejs::Clock;
using nodejs::FilterBudget;
using namespace std::chrono_literals;

namespace {

const Clock::time_point kStart{1000s};

} // namespace

TEST(answers_that_come_at_once_cost_nothing) {
  FilterBudget budget;
  for (int i = 0; i < 10000; i++)
    CHECK(!budget.spend(kStart, 19ms));
  CHECK(budget.has_time(kStart));
}

TEST(a_second_of_slow_answers_is_enough_for_a_while) {
  FilterBudget budget;
  for (int i = 0; i < 6; i++)
    CHECK(!budget.spend(kStart + i * 150ms, 150ms));
  CHECK(budget.has_time(kStart + 900ms));
  CHECK(budget.spend(kStart + 1050ms, 150ms));
  CHECK(!budget.has_time(kStart + 1050ms));
  CHECK(!budget.has_time(kStart + 11s));
  CHECK(budget.has_time(kStart + 11050ms));
}

TEST(slow_answers_now_and_then_are_no_reason) {
  FilterBudget budget;
  for (int i = 0; i < 100; i++)
    CHECK(!budget.spend(kStart + i * 2s, 150ms));
}

TEST(it_is_told_once_a_minute) {
  FilterBudget budget;
  CHECK(budget.spend(kStart, 1s));
  CHECK(!budget.spend(kStart + 20s, 1s));
  CHECK(!budget.has_time(kStart + 21s));
  CHECK(budget.spend(kStart + 61s, 1s));
}
