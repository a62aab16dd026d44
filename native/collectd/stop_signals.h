// While init waits for modules, SIGTERM and SIGINT must still stop collectd: they
// are chained through a handler that also ends the wait. One that came earlier, while
// other plugins were initialised, counts, too. Main thread only.
#ifndef COLLECTD_NODEJS_COLLECTD_STOP_SIGNALS_H
#define COLLECTD_NODEJS_COLLECTD_STOP_SIGNALS_H

#include "core/cancellable_wait.h"

namespace nodejs {

class StopSignals {
public:
  // `wait`, which outlives the process's handlers, is notified of each signal.
  explicit StopSignals(const CancellableWait &wait);
  // Puts the daemon's handlers back.
  ~StopSignals();
  StopSignals(const StopSignals &) = delete;
  StopSignals &operator=(const StopSignals &) = delete;

  static bool was_received();
};

} // namespace nodejs

#endif
