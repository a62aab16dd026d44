// The end: one budget for draining, shutdown callbacks and stopping the workers.
#ifndef COLLECTD_NODEJS_LIFECYCLE_SHUTDOWN_H
#define COLLECTD_NODEJS_LIFECYCLE_SHUTDOWN_H

namespace nodejs {

// Starts the budget: from here on no thread of the daemon waits for room. Main
// thread; only the first call counts.
void begin_shutdown();

// The shutdown callback. Main thread; the daemon's read and write threads are
// gone. See nodejs_runtime_t.
int stop_session();

} // namespace nodejs

#endif
