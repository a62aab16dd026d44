#include "callbacks/read_callback.h"

#include "seats/script.h"
#include "seats/seat.h"
#include "collectd/calls/guarded.h"
#include "collectd/daemon_log.h"
#include "collectd/settings.h"
#include "core/deadline_clock.h"

#include <atomic>

namespace nodejs {

namespace {
constexpr auto kReadThreadPatience = std::chrono::milliseconds(100);
// The worker says at the deadline that a read is overdue; who waits for the outcome
// waits a little longer.
constexpr auto kGrace = std::chrono::seconds(3);
constexpr const char *kDefaultGroup = "nodejs";

// After a wait for nothing. When many reads wait for something, as at their first run, one
// after the other would otherwise hold a read thread.
constexpr auto kPause = std::chrono::seconds(1);

// All waits together hold at most one of the daemon's read threads.
class OneWait {
public:
  OneWait() : is_ours_(!is_taken.test_and_set()) {}
  ~OneWait() {
    if (is_ours_) is_taken.clear();
  }
  OneWait(const OneWait &) = delete;
  OneWait &operator=(const OneWait &) = delete;

  bool may_wait() const { return is_ours_ && Clock::now().time_since_epoch() >= next.load(); }
  void note_in_vain() const { next = (Clock::now() + kPause).time_since_epoch(); }

private:
  static inline std::atomic_flag is_taken = ATOMIC_FLAG_INIT;
  static inline std::atomic<Clock::duration> next{Clock::duration::zero()};
  const bool is_ours_;
};

} // namespace

ReadCallback::ReadCallback(uint32_t id, std::string identifier, Registrant registrant)
    : Registration(Kind::read, id, std::move(identifier), std::move(registrant)) {}

int ReadCallback::commit() {
  const user_data_t data = user_data();
  return plugin_register_complex_read(
      registrant.group.empty() ? kDefaultGroup : registrant.group.c_str(), identifier.c_str(),
      [](user_data_t *user_data) {
        return guarded(-1, [&] { return registration_in<ReadCallback>(user_data).on_read(); });
      },
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
      (state == Call::State::running &&
       deadline_clock().now() < run->call->started_at() + deadline())) {
    run->skipped++;
    return Earlier::going_on;
  }
  if (is_settled(state)) run->took = run->call->settled_at() - run->began;
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
  run->began = deadline_clock().now();
  return call;
}

Call::State ReadCallback::wait_for(Call &call) {
  // With -T there is no next due call that could report the outcome.
  if (settings().test_mode) return call.wait_until(Clock::now() + deadline() + kGrace);
  if (!is_quick()) return call.state();
  const OneWait wait;
  if (!wait.may_wait()) return call.state();
  const Call::State state = call.wait_until(Clock::now() + kReadThreadPatience);
  if (!is_settled(state)) wait.note_in_vain();
  return state;
}

// With -T collectd ends before the supervisor would say so.
void ReadCallback::tell_of_end() const {
  const std::shared_ptr<Worker> worker = registrant.seat->worker();
  const std::string why = worker ? worker->error() : "";
  log_message(LOG_ERR, "nodejs plugin: The read callback %s (%s) has ended its worker%s%s.",
              identifier.c_str(), registrant.location.c_str(), why.empty() ? "" : ": ",
              why.c_str());
}

int ReadCallback::on_read() {
  if (!may_run()) return 0;
  if (!registrant.seat->is_running()) {
    run_.lock()->skipped++;
    return settings().test_mode ? -1 : 0;
  }
  const Earlier earlier = earlier_run();
  if (earlier == Earlier::going_on) return 0;
  const std::shared_ptr<Call> call = start_run();
  bool failed = earlier != Earlier::none;
  if (call) {
    const Call::State state = wait_for(*call);
    if (is_settled(state)) {
      earlier_run();
      // A module whose worker ended meanwhile has not failed; with -T it will not run again.
      const bool is_running = registrant.seat->is_running();
      failed = failed || (state == Call::State::failed && (settings().test_mode || is_running));
      if (settings().test_mode && !is_running) tell_of_end();
    } else {
      failed = failed || settings().test_mode;
    }
  }
  return failed ? -1 : 0;
}

} // namespace nodejs
