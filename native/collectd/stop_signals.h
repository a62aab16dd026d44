// While init waits for modules, SIGTERM and SIGINT must still stop collectd: they
// are chained through a handler that also ends the wait. One that came earlier, while
// other plugins were initialised, counts, too. Main thread only.
#ifndef COLLECTD_NODEJS_COLLECTD_STOP_SIGNALS_H
#define COLLECTD_NODEJS_COLLECTD_STOP_SIGNALS_H

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

} // namespace nodejs

#endif
