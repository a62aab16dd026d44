// Every call from a worker into the daemon passes the gate. It is closed at the
// very end of the shutdown, when the daemon takes its lists apart: a worker that
// comes later is parked for ever instead of touching freed memory.
//
// Any thread. A Pass must not be held while JavaScript runs.
#ifndef COLLECTD_NODEJS_COLLECTD_CALLS_GATE_H
#define COLLECTD_NODEJS_COLLECTD_CALLS_GATE_H

#include "core/call.h"

#include <atomic>
#include <cstdint>

namespace nodejs {

class Gate {
public:
  class Pass {
  public:
    explicit Pass(Gate &gate);
    ~Pass() { gate_.inside_.fetch_sub(1); }
    Pass(const Pass &) = delete;
    Pass &operator=(const Pass &) = delete;

  private:
    Gate &gate_;
  };

  // Waits for the calls inside; false when the deadline came first.
  bool close(Clock::time_point deadline);

private:
  std::atomic<uint32_t> inside_{0};
  std::atomic<bool> closed_{false};
};

// The process has one daemon and so one gate.
Gate &gate();

} // namespace nodejs

#endif
