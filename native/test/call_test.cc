#include "core/call.h"

#include "check.h"

#include <memory>
#include <thread>

using nodejs::Call;
using nodejs::Clock;
using namespace std::chrono_literals;

namespace {
bool is(Call &call, Call::State state) {
  return call.state() == state;
}
} // namespace

TEST(the_states_of_a_call) {
  Call call;
  CHECK(is(call, Call::State::queued));
  call.start();
  CHECK(is(call, Call::State::running));
  CHECK(call.started_at() <= Clock::now());
  CHECK(call.settle(true));
  CHECK(is(call, Call::State::succeeded));
}

TEST(the_first_outcome_counts) {
  Call call;
  call.start();
  CHECK(call.settle(false));
  CHECK(!call.settle(true));
  call.start();
  CHECK(is(call, Call::State::failed));
}

TEST(a_call_may_be_settled_before_it_runs) {
  Call call;
  CHECK(call.settle(false));
  CHECK(call.wait_until(Clock::now() + 60s) == Call::State::failed);
}

TEST(waiting_ends_at_the_deadline) {
  Call call;
  const auto deadline = Clock::now() + 20ms;
  CHECK(call.wait_until(deadline) == Call::State::queued);
  CHECK(Clock::now() >= deadline);
}

TEST(the_waiting_thread_may_leave_and_read_the_outcome_later) {
  const auto call = std::make_shared<Call>();
  std::thread worker([call] {
    call->start();
    call->settle(true);
  });
  call->wait_until(Clock::now());
  worker.join();
  CHECK(is(*call, Call::State::succeeded));
}

TEST(many_calls_settled_by_two_threads) {
  for (int i = 0; i < 200; i++) {
    const auto call = std::make_shared<Call>();
    std::atomic<int> firsts{0};
    std::thread one([&] { firsts += call->settle(true); });
    std::thread two([&] { firsts += call->settle(false); });
    CHECK(nodejs::is_settled(call->wait_until(Clock::now() + 60s)));
    one.join();
    two.join();
    CHECK_EQUAL(firsts.load(), 1);
  }
}
