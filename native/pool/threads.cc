#include "pool/threads.h"

#include <algorithm>
#include <cstdlib>

namespace nodejs {

namespace {

// libuv's.
constexpr size_t kDefaultThreads = 4;
constexpr size_t kMostThreads = 1024;

} // namespace

size_t pool_threads() {
  const char *size = std::getenv("UV_THREADPOOL_SIZE");
  if (size == nullptr) return kDefaultThreads;
  // As libuv reads it: no number is 0, and a negative one is very large.
  return std::clamp(static_cast<size_t>(std::strtol(size, nullptr, 10)), size_t{1}, kMostThreads);
}

} // namespace nodejs
