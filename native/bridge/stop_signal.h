// While init waits for modules, SIGTERM and SIGINT must still stop collectd: they
// are chained through a handler that also ends the wait. Main thread only.
#ifndef COLLECTD_NODEJS_STOP_SIGNAL_H
#define COLLECTD_NODEJS_STOP_SIGNAL_H

#include "call.h"

namespace nodejs {

class StopSignal {
public:
  StopSignal();
  // Puts the daemon's handlers back.
  ~StopSignal();
  StopSignal(const StopSignal &) = delete;
  StopSignal &operator=(const StopSignal &) = delete;

  static bool was_received();
};

// Waits until `call` is settled, the deadline has come or collectd is told to stop.
Call::State wait_or_stop(Call &call, Clock::time_point deadline);

} // namespace nodejs

#endif
