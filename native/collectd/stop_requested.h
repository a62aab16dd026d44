// Whether the daemon has been told to stop. It keeps that to itself, and a signal that came
// before our own handler was there would not be seen while modules start.
#ifndef COLLECTD_NODEJS_COLLECTD_STOP_REQUESTED_H
#define COLLECTD_NODEJS_COLLECTD_STOP_REQUESTED_H

namespace nodejs {

// Main thread. False, too, when it cannot be found out.
bool daemon_stop_is_requested();

} // namespace nodejs

#endif
