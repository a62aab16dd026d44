#include "collectd/calls/gate.h"

#include <thread>
#include <unistd.h>

namespace nodejs {

Gate::Pass::Pass(Gate &gate) : gate_(gate) {
  gate_.inside_.fetch_add(1);
  if (!gate_.closed_.load()) return;
  gate_.inside_.fetch_sub(1);
  for (;;)
    pause();
}

bool Gate::close(Clock::time_point deadline) {
  closed_.store(true);
  while (inside_.load() > 0) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

Gate &gate() {
  static Gate the_gate;
  return the_gate;
}

} // namespace nodejs
