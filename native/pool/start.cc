#include "pool/start.h"

#include "pool/functions.h"
#include "pool/threads/task_limit.h"
#include "pool/thread_quota.h"
#include "pool/threads/threads.h"

namespace nodejs {

namespace {

// With fewer, hung requests of one worker stop those of the others.
constexpr size_t kLeastThreads = 4;

} // namespace

PoolStart start_pool(size_t workers, size_t others) {
  const size_t wanted = pool_threads();
  const size_t needed = wanted + workers + others;
  const size_t there = makeable_threads(needed);
  const size_t missing = needed - there;
  PoolStart start;
  size_t threads = wanted;
  if (missing > 0) {
    const std::string numbers = std::to_string(needed) + " threads are needed and " +
                                std::to_string(there) + " can be made: ";
    const std::string limit = describe_task_limit(needed);
    if (missing + kLeastThreads > wanted) {
      start.refusal = numbers + limit + ".";
      return start;
    }
    threads -= missing;
    start.warning = numbers + limit + ". libuv's thread pool has " + std::to_string(threads) +
                    " threads instead of " + std::to_string(wanted) +
                    ", so that the workers wait more for files and names.";
  }
  make_pool(threads);
  open_quotas(threads, workers);
  if (!limit_libnode())
    start.warning += std::string(start.warning.empty() ? "" : " ") +
                     "This libnode does not let its workers share libuv's thread pool fairly: "
                     "hung file operations of one stop those of all.";
  return start;
}

} // namespace nodejs
