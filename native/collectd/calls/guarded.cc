#include "collectd/calls/guarded.h"

#include "collectd/calls/gate.h"
#include "collectd/headers.h"

#include <atomic>

namespace nodejs {

namespace {
constexpr auto kEvery = std::chrono::minutes(1);
std::atomic<Clock::rep> told_at{0};
std::atomic<unsigned long> calls{0};
} // namespace

void note_failed_call(const char *why) noexcept {
  calls++;
  const auto now = Clock::now().time_since_epoch();
  auto last = told_at.load();
  if (last != 0 && now - Clock::duration(last) < kEvery) return;
  if (!told_at.compare_exchange_strong(last, now.count())) return;
  const Gate::Pass pass(gate());
  plugin_log(LOG_ERR, "nodejs plugin: %lu calls of collectd could not be carried out: %s.",
             calls.exchange(0), why);
}

} // namespace nodejs
