// SIGCHLD belongs to libuv from the first child on. libuv takes the signal when a
// loop has its first child and leaves SIG_DFL behind when it has lost its last one;
// collectd ignores the signal, and its exec plugin has a handler that collects every
// child of the process. So one uv_signal_t, in a loop that never runs, keeps libuv's
// handler installed, and whoever replaces it is replaced in turn.
//
// libuv's handler collects only children of libuv's own loops: those of other
// plugins, which nobody may be waiting for, are left to ChildReaper.
#ifndef COLLECTD_NODEJS_PROCESS_CHILD_SIGNAL_H
#define COLLECTD_NODEJS_PROCESS_CHILD_SIGNAL_H

namespace nodejs {

// Makes sure that libuv's handler is in place. Any thread. Takes a lock of its own;
// calls nothing but libuv and sigaction() with it.
void claim_child_signal();

// Puts back what was there first. When no loop has children any more.
void release_child_signal();

} // namespace nodejs

#endif
