// libuv's default loop as an addon sees it: that of the thread that asks.
//
// A daemon's process has no thread that runs libuv's own default loop, so that what an addon puts
// there never happens. Handles that an addon leaves in the loop of a worker are closed before its
// environment is taken down; from then on the addon's calls with them, which its own threads may go
// on with, do nothing.
#ifndef COLLECTD_NODEJS_ADDONS_LOOP_H
#define COLLECTD_NODEJS_ADDONS_LOOP_H

#include <functional>
#include <string>
#include <uv.h>

namespace nodejs {

// Main thread, before the first event loop.
void host_loops(std::function<void(const std::string &text)> warn);
// This thread's, for as long as it lives.
void own_loop_is(uv_loop_t *loop);
// The addon that has just been loaded, before any of its code is called by Node.
void lead_to_own_loop(void *handle);
// This thread's environment ends: what addons have left in its loop is called no more.
void close_addon_handles();

} // namespace nodejs

#endif
