// The threads of libuv's pool.
#ifndef COLLECTD_NODEJS_POOL_THREADS_H
#define COLLECTD_NODEJS_POOL_THREADS_H

#include <cstddef>

namespace nodejs {

// How many libuv makes, by UV_THREADPOOL_SIZE.
size_t pool_threads();

} // namespace nodejs

#endif
