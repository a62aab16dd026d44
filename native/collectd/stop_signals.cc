#include "collectd/stop_signals.h"

#include "collectd/stop_requested.h"

#include <atomic>
#include <csignal>
#include <iterator>

namespace nodejs {

namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT};

volatile std::sig_atomic_t received = 0;
struct sigaction before[std::size(kSignals)];
std::atomic<const CancellableWait *> notified{nullptr};
static_assert(std::atomic<const CancellableWait *>::is_always_lock_free);

void on_signal(int signal) {
  received = 1;
  if (const CancellableWait *wait = notified) wait->notify();
  for (size_t i = 0; i < std::size(kSignals); i++)
    if (kSignals[i] == signal && before[i].sa_handler != SIG_DFL && before[i].sa_handler != SIG_IGN)
      before[i].sa_handler(signal);
}

} // namespace

StopSignals::StopSignals(const CancellableWait &wait) {
  notified = &wait;
  received = 0;
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < std::size(kSignals); i++)
    sigaction(kSignals[i], &action, &before[i]);
  if (daemon_stop_is_requested()) received = 1;
}

StopSignals::~StopSignals() {
  for (size_t i = 0; i < std::size(kSignals); i++)
    sigaction(kSignals[i], &before[i], nullptr);
}

bool StopSignals::was_received() {
  return received != 0;
}

} // namespace nodejs
