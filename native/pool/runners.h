// Pieces of work of our own in libuv's thread pool, which belong to no event loop of Node's.
#ifndef COLLECTD_NODEJS_POOL_RUNNERS_H
#define COLLECTD_NODEJS_POOL_RUNNERS_H

namespace nodejs {

class Quota;

// Any thread: a thread of the pool calls quota.run_waiting(), after what is in the pool's
// queue by now. False: that cannot be.
bool start_runner(Quota &quota);

} // namespace nodejs

#endif
