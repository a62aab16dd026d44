#include "callbacks/flush_callback.h"

#include "core/shutdown_flag.h"
#include "seats/script.h"

namespace nodejs {

namespace {
constexpr auto kPatience = std::chrono::seconds(1);
}

FlushCallback::FlushCallback(uint32_t id, std::string identifier, Registrant registrant)
    : Registration(Kind::flush, id, std::move(identifier), std::move(registrant)),
      waiting_(*this->registrant.seat) {}

int FlushCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_flush(
      identifier.c_str(),
      [](cdtime_t timeout, const char *identifier, user_data_t *user_data) {
        return registration_in<FlushCallback>(user_data).on_flush(timeout, identifier);
      },
      &data);
}

int FlushCallback::on_flush(cdtime_t timeout, const char *which) {
  if (!is_active() || !registrant.seat->is_running()) return 0;
  auto call = std::make_shared<Call>();
  Flush flush{call, seconds_of(timeout), std::nullopt};
  if (which != nullptr) flush.identifier = which;
  *last_.lock() = call;
  waiting_.push(registrant.module, std::move(flush));
  // A worker's own thread may be the one that has to run it; at the stop the
  // shutdown callback waits for all of them together.
  if (Worker::current() != nullptr || shutdown_has_begun()) return 0;
  call->wait_until(Clock::now() + kPatience);
  return 0;
}

bool FlushCallback::deliver(Script &script) {
  while (auto next = waiting_.take()) {
    next->call->start();
    if (is_active())
      script.flush(id, next->seconds, next->identifier, std::move(next->call));
    else
      next->call->settle(true);
  }
  return false;
}

bool FlushCallback::is_done() {
  const std::shared_ptr<Call> last = *last_.lock();
  return !last || is_settled(last->state());
}

} // namespace nodejs
