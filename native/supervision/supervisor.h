// Looks after the workers: sees which event loop does not turn and ends what blocks
// it, and starts a worker that has ended again.
//
// One thread of its own for the process, and one for each worker that is being
// started again, as long as that takes. Never a thread of the daemon: poke() may be
// called by any thread and only wakes it.
#ifndef COLLECTD_NODEJS_SUPERVISION_SUPERVISOR_H
#define COLLECTD_NODEJS_SUPERVISION_SUPERVISOR_H

#include "supervision/worker_monitor.h"
#include "core/lockable.h"

#include <condition_variable>
#include <memory>
#include <thread>
#include <vector>

namespace nodejs {

class Supervisor {
public:
  Supervisor() = default;
  Supervisor(const Supervisor &) = delete;
  Supervisor &operator=(const Supervisor &) = delete;

  // Main thread, when the seats are there.
  void start();
  // Main thread: the modules have been started once; from here on a worker that ends
  // is started again.
  void allow_restarts();
  // Something has changed.
  void poke();
  // Main thread, at the stop: no worker is started or ended by it any more.
  void stop();
  // How many threads were left alone; after stop().
  size_t lost() const { return losses_.all(); }

private:
  struct Control {
    bool poked = false;
    bool stopping = false;
    bool restarts_allowed = false;
  };

  void run();

  Lockable<Control> control_;
  std::condition_variable changed_;
  std::thread thread_;
  Losses losses_;                                        // own thread
  std::vector<std::unique_ptr<WorkerMonitor>> monitors_; // own thread
};

} // namespace nodejs

#endif
