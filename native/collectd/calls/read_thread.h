// Whether a thread is one of collectd's read threads.
#ifndef COLLECTD_NODEJS_COLLECTD_CALLS_READ_THREAD_H
#define COLLECTD_NODEJS_COLLECTD_CALLS_READ_THREAD_H

namespace nodejs {

// Of the calling thread. The daemon names them reader#0, reader#1, …
bool is_read_thread();

} // namespace nodejs

#endif
