#include "lifecycle/housekeeping.h"

#include "process/child_signal.h"
#include "core/shutdown_flag.h"
#include "node/startup_pages.h"
#include "lifecycle/session.h"
#include "collectd/calls/guarded.h"
#include "collectd/settings.h"
#include "lifecycle/shutdown.h"
#include "pool/thread_quota.h"

#include <thread>
#include <utility>

namespace nodejs {

namespace {

constexpr const char *kName = "nodejs";
// What starting left behind is handed back when it is over, also when a worker was
// started again: first each worker's garbage, a beat later the pages that it was in.
constexpr unsigned kCollectAt = 2;
constexpr unsigned kReleaseAt = 3;

unsigned beats = 0;
uint64_t restarts_seen = 0;
char token; // user_data: collectd calls the free function only when there is some
std::thread::id main_thread;

void hand_back_memory() {
  beats++;
  if (beats == kCollectAt) {
    for (const auto &seat : session().modules.seats())
      if (const auto worker = seat->worker()) worker->collect_garbage();
  } else if (beats == kReleaseAt)
    release_startup_pages();
}

int look_after_all() {
  claim_child_signal();
  session().children.tick();
  tick_quotas();
  uint64_t restarts = 0;
  for (const auto &seat : session().modules.seats())
    restarts += seat->restarts;
  if (std::exchange(restarts_seen, restarts) != restarts) beats = 0;
  if (beats < kReleaseAt) hand_back_memory();
  for (const auto &seat : session().modules.seats()) {
    seat->inbox.tick();
    if (settings().statistics) seat->metrics.ask(*seat);
    for (const auto &callback : seat->queued())
      callback->report_dropped();
  }
  return 0;
}

int on_read(user_data_t *) {
  return guarded(0, look_after_all);
}

void on_free(void *) {
  // With -T a read callback is freed as soon as it has run once.
  if (!settings().test_mode) begin_shutdown();
}

// At its stop collectd has everything flushed, by the main thread, before it calls the
// first shutdown callback. The workers end there: in the shutdown callback, plugins that
// were loaded before this one have ended already, and the workers would still run. With
// -T the main thread flushes at other times, too.
int on_flush(cdtime_t, const char *, user_data_t *) {
  if (settings().test_mode)
    begin_shutdown();
  else if (shutdown_has_begun() && std::this_thread::get_id() == main_thread)
    stop_session();
  return 0;
}

} // namespace

void start_housekeeping() {
  main_thread = std::this_thread::get_id();
  const user_data_t data{&token, on_free};
  plugin_register_complex_read(nullptr, kName, on_read, cdtime_of(1), &data);
  // After the flush callbacks of the modules, which are run once more at the stop.
  plugin_register_flush(kName, on_flush, nullptr);
}

} // namespace nodejs
