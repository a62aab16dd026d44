// The start of libuv's thread pool.
#ifndef COLLECTD_NODEJS_POOL_START_H
#define COLLECTD_NODEJS_POOL_START_H

#include <cstddef>
#include <string>

namespace nodejs {

// Main thread, before Node is started: libuv and V8 end the process when they cannot make
// a thread. Makes libuv's pool, smaller than it should be when there are not threads enough,
// and shares it out among the workers. `others`: threads that will be needed besides.
// Returns an empty `refusal`, or why it cannot be.
struct PoolStart {
  std::string refusal;
  std::string warning;
};
PoolStart start_pool(size_t workers, size_t others);

} // namespace nodejs

#endif
