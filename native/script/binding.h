// process._linkedBinding('collectd'): what native/ exports to JavaScript. The typed
// contract is lib/contract/native.ts; nothing is exported that is not declared there.
#ifndef COLLECTD_NODEJS_SCRIPT_BINDING_H
#define COLLECTD_NODEJS_SCRIPT_BINDING_H

#include "node/worker.h"

namespace nodejs {

class Seat;

// How to start the worker of a seat so that it finds the binding.
Worker::Options worker_options(Seat &seat);

// Bytes: the largest HeapLimit of the seat's modules.
size_t heap_limit_of(const Seat &seat);

const char *node_version();

} // namespace nodejs

#endif
