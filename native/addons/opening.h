// Where Node opens a native addon.
//
// Threads: host_addons() is for the main thread, before the first event loop; expect_addon() for
// the thread that calls process.dlopen() next. No locks are held.
#ifndef COLLECTD_NODEJS_ADDONS_OPENING_H
#define COLLECTD_NODEJS_ADDONS_OPENING_H

#include <functional>
#include <string>
#include <uv.h>

namespace nodejs {

// Leads libnode's calls to this room. `warn` may be called by any thread.
void host_addons(std::function<void(const std::string &text)> warn);

// The next file that libnode opens on this thread is an addon. `loop` is the thread's own.
// `as_copy`: it is loaded once more, with data of its own, though it is loaded already.
void expect_addon(uv_loop_t *loop, bool as_copy);

} // namespace nodejs

#endif
