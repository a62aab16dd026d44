// The end: one budget for draining, shutdown callbacks and stopping the workers.
#ifndef COLLECTD_NODEJS_LIFECYCLE_SHUTDOWN_H
#define COLLECTD_NODEJS_LIFECYCLE_SHUTDOWN_H

namespace nodejs {

// Starts the budget: from here on no thread of the daemon waits for room. Main
// thread; only the first call counts.
void begin_shutdown();

// Everything up to the end of the workers. Main thread; the daemon's read and write
// threads are gone. Only the first call counts.
void stop_session();

// The shutdown callback; see nodejs_runtime_t. Stops the session, if that was not done
// before, and gives SIGCHLD back: plugins that were loaded before this one have ended.
int end_session();

} // namespace nodejs

#endif
