// Whether the stop has begun: from then on no thread of the daemon waits for room, and
// nothing is started any more. lifecycle/shutdown.h sets it.
#ifndef COLLECTD_NODEJS_CORE_SHUTDOWN_FLAG_H
#define COLLECTD_NODEJS_CORE_SHUTDOWN_FLAG_H

namespace nodejs {

// Any thread.
bool shutdown_has_begun();

// Once, by the main thread.
void raise_shutdown_flag();

} // namespace nodejs

#endif
