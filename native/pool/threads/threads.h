// The threads of libuv's pool.
#ifndef COLLECTD_NODEJS_POOL_THREADS_THREADS_H
#define COLLECTD_NODEJS_POOL_THREADS_THREADS_H

#include <cstddef>

namespace nodejs {

// How many libuv makes, by UV_THREADPOOL_SIZE.
size_t pool_threads();

// How many threads can be made now, up to `wanted`: makes them, and ends them again.
size_t makeable_threads(size_t wanted);

// Has libuv make its pool now, with so many threads. Later, with the first request, it
// would end the process if they could not be made.
void make_pool(size_t threads);

} // namespace nodejs

#endif
