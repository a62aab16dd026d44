#include "core/cancellable_wait.h"

#include "check.h"

#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <thread>

using nodejs::Call;
using nodejs::CancellableWait;
using nodejs::Clock;
using namespace std::chrono_literals;

namespace {

// No wait of these tests comes near it unless it was not ended.
constexpr auto kNever = 60s;

std::atomic<bool> cancelled{false};
std::atomic<const CancellableWait *> waiting{nullptr};

bool is_cancelled() {
  return cancelled;
}

void cancel(int) {
  cancelled = true;
  waiting.load()->notify();
}

} // namespace

TEST(it_ends_when_the_call_is_settled) {
  cancelled = false;
  const CancellableWait wait(is_cancelled);
  for (int i = 0; i < 200; i++) {
    Call call;
    std::thread worker([&call] { call.settle(true); });
    const auto begin = Clock::now();
    CHECK(wait.for_call(call, begin + kNever) == Call::State::succeeded);
    CHECK(Clock::now() < begin + kNever);
    worker.join();
  }
}

TEST(it_ends_at_the_deadline) {
  cancelled = false;
  const CancellableWait wait(is_cancelled);
  Call call;
  const auto deadline = Clock::now() + 20ms;
  CHECK(wait.for_call(call, deadline) == Call::State::queued);
  CHECK(Clock::now() >= deadline);
}

TEST(a_signal_handler_cancels_it) {
  cancelled = false;
  const CancellableWait wait(is_cancelled);
  waiting = &wait;
  std::signal(SIGUSR1, cancel);
  const pthread_t self = pthread_self();
  std::thread other([self] { pthread_kill(self, SIGUSR1); });
  Call call;
  const auto begin = Clock::now();
  CHECK(wait.for_call(call, begin + kNever) == Call::State::queued);
  CHECK(Clock::now() < begin + kNever);
  CHECK(wait.is_cancelled());
  other.join();
}

TEST(a_notification_before_the_wait_is_not_lost) {
  cancelled = false;
  const CancellableWait wait(is_cancelled);
  bool is_met = false;
  int looks = 0;
  wait.notify();
  const auto begin = Clock::now();
  CHECK(wait.for_condition([&] { return is_met || ++looks == 2; }, begin + kNever));
  CHECK(Clock::now() < begin + kNever);
}

TEST(it_works_without_a_descriptor) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  cancelled = false;
  const CancellableWait wait(is_cancelled);
  setrlimit(RLIMIT_NOFILE, &before);
  Call call;
  std::thread worker([&call] { call.settle(true); });
  const auto begin = Clock::now();
  CHECK(wait.for_call(call, begin + kNever) == Call::State::succeeded);
  CHECK(Clock::now() < begin + kNever);
  worker.join();
}
