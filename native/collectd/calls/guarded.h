// Around everything that the daemon calls: an exception, which can only be a lack of memory,
// would end the process in the daemon's C code. The call has its neutral answer instead, as a
// C plugin's whose malloc() has failed.
#ifndef COLLECTD_NODEJS_COLLECTD_CALLS_GUARDED_H
#define COLLECTD_NODEJS_COLLECTD_CALLS_GUARDED_H

#include <exception>
#include <utility>

namespace nodejs {

// Says it, at most once a minute. Allocates nothing.
void note_failed_call(const char *why) noexcept;

template <typename Answer, typename Function>
Answer guarded(Answer otherwise, Function &&function) noexcept {
  try {
    return std::forward<Function>(function)();
  } catch (const std::exception &error) {
    note_failed_call(error.what());
  } catch (...) {
    note_failed_call("unknown exception");
  }
  return otherwise;
}

} // namespace nodejs

#endif
