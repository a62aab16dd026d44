// The clock of deadlines. It stands still while the process does: after a SIGSTOP, on a machine
// that was suspended, or on one that is too busy to give our threads a turn, no call is overdue
// for a time in which it could not go on.
//
// The supervisor's thread beats, more often than its period when it runs. Time beyond two
// periods after the last beat does not count. Any thread may ask.
#ifndef COLLECTD_NODEJS_CORE_DEADLINE_CLOCK_H
#define COLLECTD_NODEJS_CORE_DEADLINE_CLOCK_H

#include "core/call.h"
#include "core/lockable.h"

namespace nodejs {

class DeadlineClock {
public:
  // Before the first beat and after the last one it is an ordinary clock.
  Clock::time_point now() { return at(Clock::now()); }
  // How long it has stood still in all.
  Clock::duration stood_still();

  // Own thread of the supervisor. `period`: the next beat is due then.
  void beat(Clock::duration period) { beat_at(Clock::now(), period); }
  // There is no next one.
  void stop();

  // The same at a time that the caller knows, for tests.
  Clock::time_point at(Clock::time_point time);
  void beat_at(Clock::time_point time, Clock::duration period);

private:
  struct Data {
    Clock::time_point last_beat{};
    Clock::duration counts = Clock::duration::max(); // of the time after it
    Clock::duration stood_still{};
  };
  static Clock::duration lost_since_beat(const Data &data, Clock::time_point time);

  Lockable<Data> data_;
};

// The process has one.
DeadlineClock &deadline_clock();

} // namespace nodejs

#endif
