// Everything between start() and stop(): one for the process, never freed (the
// daemon keeps pointers into it until its very end).
#ifndef COLLECTD_NODEJS_LIFECYCLE_SESSION_H
#define COLLECTD_NODEJS_LIFECYCLE_SESSION_H

#include "process/children.h"
#include "callbacks/data_sets.h"
#include "callbacks/filter_block.h"
#include "node/platform.h"
#include "callbacks/registry.h"
#include "shim/runtime.h"
#include "seats/seat.h"
#include "supervision/supervisor.h"

#include <memory>
#include <vector>

namespace nodejs {

struct Session {
  enum class ModuleState : uint8_t { starting, running, left_out };

  const nodejs_config_t *config = nullptr;
  // Destroyed last to first: workers before the platform.
  std::unique_ptr<Platform> platform;
  DataSets data_sets;
  Registry registry;
  std::vector<std::unique_ptr<Seat>> seats;
  Children children;
  std::vector<std::unique_ptr<FilterBlock>> filters; // complete before a thread can ask one
  Supervisor supervisor;
  // Those that could not be ended. Supervisor's thread; main thread when that is over.
  std::vector<std::shared_ptr<Worker>> lost_workers;

  std::vector<size_t> seat_of;            // for each module, in Import order
  std::vector<ModuleState> module_states; // main thread; only read once all have started
};

Session &session();

} // namespace nodejs

#endif
