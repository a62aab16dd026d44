#include "callbacks/flush_callback.h"

#include "collectd/calls/guarded.h"
#include "collectd/calls/read_thread.h"
#include "core/shutdown_flag.h"
#include "seats/script.h"

namespace nodejs {

namespace {
constexpr auto kPatience = std::chrono::seconds(1);
thread_local uint32_t current_flush_depth = 0;
} // namespace

FlushDepth::FlushDepth(uint32_t depth) {
  current_flush_depth = depth;
}
FlushDepth::~FlushDepth() {
  current_flush_depth = 0;
}
uint32_t FlushDepth::current() {
  return current_flush_depth;
}

FlushCallback::FlushCallback(uint32_t id, std::string identifier, Registrant registrant)
    : Registration(Kind::flush, id, std::move(identifier), std::move(registrant)),
      waiting_(*this->registrant.seat) {}

int FlushCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_flush(
      identifier.c_str(),
      [](cdtime_t timeout, const char *identifier, user_data_t *user_data) {
        return guarded(-1, [&] {
          return registration_in<FlushCallback>(user_data).on_flush(timeout, identifier);
        });
      },
      &data);
}

int FlushCallback::on_flush(cdtime_t timeout, const char *which) {
  if (!may_run() || !registrant.seat->is_running()) return 0;
  auto call = std::make_shared<Call>();
  Flush flush{call, seconds_of(timeout), std::nullopt, FlushDepth::current()};
  if (which != nullptr) flush.identifier = which;
  *last_.lock() = call;
  waiting_.push(registrant.module, std::move(flush));
  // A worker's own thread may be the one that has to run it; at the stop the
  // shutdown callback waits for all of them together. collectd's FlushInterval flushes on a
  // read thread, which has others to read.
  if (Worker::current() != nullptr || shutdown_has_begun() || is_read_thread()) return 0;
  call->wait_until(Clock::now() + kPatience);
  return 0;
}

// Those that wait now. A flush that one of them asks for has its turn after other events.
bool FlushCallback::deliver(Script &script) {
  for (size_t left = waiting_.size(); left > 0; left--) {
    if (!script.is_current()) return false;
    auto next = waiting_.take();
    if (!next) return false;
    next->call->start();
    if (may_run())
      script.flush(id, next->seconds, next->identifier, next->depth, std::move(next->call));
    else
      next->call->settle(true);
  }
  return waiting_.is_ready();
}

bool FlushCallback::is_done() {
  const std::shared_ptr<Call> last = *last_.lock();
  return waiting_.is_empty() && (!last || is_settled(last->state()));
}

} // namespace nodejs
