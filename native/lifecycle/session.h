// Everything between start() and stop(): one for the process, never freed (the
// daemon keeps pointers into it until its very end). Only this room knows it; what other
// rooms need of it is handed to them.
#ifndef COLLECTD_NODEJS_LIFECYCLE_SESSION_H
#define COLLECTD_NODEJS_LIFECYCLE_SESSION_H

#include "collectd/stop_signals.h"
#include "supervision/supervisor.h"

#include <memory>

namespace nodejs {

struct Session {
  std::unique_ptr<Platform> platform;
  Modules modules;
  DataSets data_sets;
  Registry registry;
  Children children;
  FilterBlocks filters;
  Services services{registry, data_sets, children, modules, filters};
  // The main thread's, inside the init callback.
  const CancellableWait start_wait{StopSignals::was_received};
  const WorkerStarter starter{services, platform, [this] { supervisor.poke(); }};
  Supervisor supervisor{services, starter, [this] { start_wait.notify(); }};
};

Session &session();

} // namespace nodejs

#endif
