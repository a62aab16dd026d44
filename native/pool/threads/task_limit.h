// Why no more threads can be made.
#ifndef COLLECTD_NODEJS_POOL_THREADS_TASK_LIMIT_H
#define COLLECTD_NODEJS_POOL_THREADS_TASK_LIMIT_H

#include <cstddef>
#include <string>

namespace nodejs {

// The limit that leaves no room for so many threads more, with its number, and what to do.
std::string describe_task_limit(size_t threads);

} // namespace nodejs

#endif
