// What the functions of the binding and the supervision of workers work with: one of each
// for the process, owned by the session (lifecycle/session.h), which outlives all threads.
#ifndef COLLECTD_NODEJS_SCRIPT_SERVICES_H
#define COLLECTD_NODEJS_SCRIPT_SERVICES_H

#include "callbacks/data_sets.h"
#include "callbacks/filter_block.h"
#include "callbacks/registry.h"
#include "process/children.h"
#include "seats/modules.h"

namespace nodejs {

struct Services {
  Registry &registry;
  DataSets &data_sets;
  Children &children;
  Modules &modules;
  FilterBlocks &filters;
};

} // namespace nodejs

#endif
