// Looks after the workers: sees which event loop does not turn and ends what blocks
// it, and starts a worker that has ended again.
//
// One thread of its own for the process, and one for each worker that is being
// started again, as long as that takes. Never a thread of the daemon: poke() may be
// called by any thread and only wakes it.
#ifndef COLLECTD_NODEJS_SUPERVISION_SUPERVISOR_H
#define COLLECTD_NODEJS_SUPERVISION_SUPERVISOR_H

#include "core/lockable.h"
#include "core/thread.h"
#include "supervision/worker_monitor.h"

#include <condition_variable>
#include <memory>
#include <vector>

namespace nodejs {

class Supervisor {
public:
  // `on_vacated`: a seat may get another worker, or never will. Its own thread.
  Supervisor(Services &services, const WorkerStarter &starter, std::function<void()> on_vacated)
      : surroundings_{services, starter, lost_, [this] { poke(); }, std::move(on_vacated)} {}
  Supervisor(const Supervisor &) = delete;
  Supervisor &operator=(const Supervisor &) = delete;

  // Main thread, when the seats are there. False: there is no thread for it.
  bool start();
  // Main thread: the modules have been started once; from here on a worker that ends
  // is started again.
  void allow_restarts();
  // Something has changed.
  void poke();
  // Main thread, when shutdown has begun: no restart waits any more.
  void cancel_restarts();
  // Main thread, at the stop: no worker is started or ended by it any more.
  void stop();
  // After stop().
  LostWorkers &lost() { return lost_; }

private:
  struct Control {
    bool poked = false;
    bool stopping = false;
    bool restarts_allowed = false;
  };

  void run();
  void forget_ended();
  Clock::duration tick() const;
  // Until it looks again, at most a tick.
  Clock::duration pause() const;

  Lockable<Control> control_;
  std::condition_variable changed_;
  Thread thread_;
  LostWorkers lost_; // own thread
  const WorkerMonitor::Surroundings surroundings_;
  std::vector<std::unique_ptr<WorkerMonitor>> monitors_; // complete before the thread starts
};

} // namespace nodejs

#endif
