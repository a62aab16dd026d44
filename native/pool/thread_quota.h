// Which quota counts: that of the worker whose thread calls. Threads that are not a
// worker's own (worker_threads, an addon's) share one of the same size.
#ifndef COLLECTD_NODEJS_POOL_THREAD_QUOTA_H
#define COLLECTD_NODEJS_POOL_THREAD_QUOTA_H

#include "pool/quota.h"

namespace nodejs {

// How much each of so many workers gets of a pool with so many threads, and the threads
// that are not a worker's.
Quota::Size quota_size(size_t threads, size_t workers);

// Main thread, before the first worker starts: the quotas of all workers, which live as
// long as the process.
void open_quotas(size_t threads, size_t workers);
// A worker's own thread, first of all.
void adopt_quota(size_t worker);
Quota &quota_of(size_t worker);
// Once a second.
void tick_quotas();

// Of the calling thread.
Quota &thread_quota();

} // namespace nodejs

#endif
