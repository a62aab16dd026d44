// A read callback. It never occupies a read thread: the daemon's thread waits a
// tenth of a second, one thread at a time, and not at all for a read whose last run was
// slower than kQuick. A longer read goes on alone and its outcome is the status of the
// callback's next due call.
#ifndef COLLECTD_NODEJS_CALLBACKS_READ_CALLBACK_H
#define COLLECTD_NODEJS_CALLBACKS_READ_CALLBACK_H

#include "core/call.h"
#include "core/lockable.h"
#include "seats/registration.h"

namespace nodejs {

class ReadCallback : public Registration {
public:
  ReadCallback(uint32_t id, std::string identifier, Registrant registrant);

  int commit() override;
  void withdraw() override;
  void on_suspend() override { run_.lock()->call.reset(); }
  // How often a due call was skipped because the worker was busy or not running.
  uint64_t dropped() override { return run_.lock()->skipped; }

private:
  static constexpr auto kQuick = std::chrono::milliseconds(10);

  struct Run {
    std::shared_ptr<Call> call; // the run that has not been reported yet
    Clock::time_point began{};
    Clock::duration took{}; // the last one
    uint64_t skipped = 0;
  };
  // What became of the last run, and whether a new one may start.
  enum class Earlier { none, failed, overdue, going_on };

  int on_read();
  Earlier earlier_run();
  // Whether the outcome is worth waiting for now.
  bool is_quick() { return run_.lock()->took <= kQuick; }
  Call::State wait_for(Call &call);
  void tell_of_end() const;
  std::shared_ptr<Call> start_run();
  Clock::duration deadline() const;

  Lockable<Run> run_;
};

} // namespace nodejs

#endif
