// The first start of all workers and modules, inside the init callback: the daemon waits
// for it, and takes the registrations when it is over. Main thread.
#ifndef COLLECTD_NODEJS_LIFECYCLE_FIRST_START_H
#define COLLECTD_NODEJS_LIFECYCLE_FIRST_START_H

#include "core/cancellable_wait.h"
#include "supervision/module_start.h"
#include "supervision/worker_starter.h"

#include <string>

namespace nodejs {

class FirstStart {
public:
  FirstStart(Services &services, const WorkerStarter &starter, const CancellableWait &wait);

  // One for each seat, side by side. False: `error` says why not.
  bool start_workers(std::string &error);
  // Imports, configures and initialises all modules. One that fails is left out; one whose
  // worker was ended by another module gets another worker.
  void start_modules();
  // The matches and targets of the configuration. How many could not be created.
  size_t create_filters() { return start_.create_filters(nullptr); }
  // The start was cancelled: a worker whose event loop does not come round is stopped, so
  // that the end of collectd does not wait for what blocks it. No module of it is in use.
  void stop_blocked_workers();
  // A module can end its worker after its own step has succeeded.
  void leave_out_ended();

private:
  void leave_out(size_t module);
  bool start_another_worker(Seat &seat);
  void finish(Seat &seat);

  Services &services_;
  const WorkerStarter &starter_;
  const CancellableWait &wait_;
  ModuleStart start_;
};

} // namespace nodejs

#endif
