// Where Node.js, V8 or libuv cannot go on they end the process: abort(), exit(), a failed
// assertion. On the thread of a worker, or of worker_threads, something of that thread's own
// is called instead, which leaves the thread alone; on all others it is as ever.
#ifndef COLLECTD_NODEJS_NODE_LAST_EXIT_H
#define COLLECTD_NODEJS_NODE_LAST_EXIT_H

#include <functional>
#include <string>

namespace nodejs {

// Once, when libnode is loaded.
void close_last_exits();

// For the calling thread. `leave` gets what was called, as the log says it, and must not return.
void leave_instead(std::function<void(const std::string &what)> leave);

// The calling thread waits for ever, with all that it holds.
[[noreturn]] void park_thread();

} // namespace nodejs

#endif
