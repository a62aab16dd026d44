#include "callbacks/read_callback.h"

#include "seats/script.h"
#include "seats/seat.h"
#include "collectd/settings.h"

namespace nodejs {

namespace {
constexpr auto kReadThreadPatience = std::chrono::milliseconds(100);
// The worker says at the deadline that a read is overdue; who waits for the outcome
// waits a little longer.
constexpr auto kGrace = std::chrono::seconds(3);
constexpr const char *kDefaultGroup = "nodejs";
} // namespace

ReadCallback::ReadCallback(uint32_t id, std::string identifier, Registrant registrant)
    : Registration(Kind::read, id, std::move(identifier), std::move(registrant)) {}

int ReadCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_complex_read(
      registrant.group.empty() ? kDefaultGroup : registrant.group.c_str(), identifier.c_str(),
      [](user_data_t *user_data) { return registration_in<ReadCallback>(user_data).on_read(); },
      cdtime_of(registrant.interval), &data);
}

void ReadCallback::withdraw() {
  plugin_unregister_read(identifier.c_str());
}

Clock::duration ReadCallback::deadline() const {
  return std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(registrant.timeout));
}

ReadCallback::Earlier ReadCallback::earlier_run() {
  auto run = run_.lock();
  if (!run->call) return Earlier::none;
  const Call::State state = run->call->state();
  if (state == Call::State::queued ||
      (state == Call::State::running && Clock::now() < run->call->started_at() + deadline())) {
    run->skipped++;
    return Earlier::going_on;
  }
  run->call.reset();
  if (state == Call::State::running) return Earlier::overdue;
  return state == Call::State::failed ? Earlier::failed : Earlier::none;
}

std::shared_ptr<Call> ReadCallback::start_run() {
  auto call = std::make_shared<Call>();
  const bool posted = registrant.seat->post(
      call, [callback = id](Script &script, const std::shared_ptr<Call> &started) {
        script.run(callback, started);
      });
  auto run = run_.lock();
  if (!posted) {
    run->skipped++;
    return nullptr;
  }
  run->call = call;
  return call;
}

int ReadCallback::on_read() {
  if (!is_active()) return 0;
  if (!registrant.seat->is_running()) {
    run_.lock()->skipped++;
    return 0;
  }
  const Earlier earlier = earlier_run();
  if (earlier == Earlier::going_on) return 0;
  const std::shared_ptr<Call> call = start_run();
  bool failed = earlier != Earlier::none;
  if (call) {
    // With -T there is no next due call that could report the outcome.
    const Clock::duration patience =
        settings().test_mode ? deadline() + kGrace : Clock::duration(kReadThreadPatience);
    const Call::State state = call->wait_until(Clock::now() + patience);
    if (is_settled(state)) {
      run_.lock()->call.reset();
      // A module whose worker ended meanwhile has not failed.
      failed = failed || (state == Call::State::failed && registrant.seat->is_running());
    } else {
      failed = failed || settings().test_mode;
    }
  }
  return failed ? -1 : 0;
}

} // namespace nodejs
