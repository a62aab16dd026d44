// The plugin's own read callback, once a second. It always exists: without any
// read callback collectd starts no read threads, and with it a read that is
// registered late gets a thread within a second. Its free function is the first
// thing that tells that the shutdown has begun.
#ifndef COLLECTD_NODEJS_LIFECYCLE_HOUSEKEEPING_H
#define COLLECTD_NODEJS_LIFECYCLE_HOUSEKEEPING_H

namespace nodejs {

// Main thread, inside the init callback.
void start_housekeeping();

} // namespace nodejs

#endif
