#include "core/wakeup.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace nodejs {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlice{20};
constexpr milliseconds kLongest = std::chrono::hours(1);

} // namespace

Wakeup::Wakeup() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Wakeup::~Wakeup() {
  if (fd_ >= 0) close(fd_);
}

void Wakeup::notify() const noexcept {
  const int before = errno;
  const uint64_t one = 1;
  // It fails when there is no descriptor, or a full counter that wakes the thread anyway.
  [[maybe_unused]] const ssize_t written = write(fd_, &one, sizeof(one));
  errno = before;
}

void Wakeup::wait_until(std::chrono::steady_clock::time_point deadline) const {
  const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
  const auto most = fd_ >= 0 ? kLongest : kSlice;
  pollfd readable{fd_, POLLIN, 0};
  poll(&readable, 1, static_cast<int>(std::clamp(left, milliseconds(0), most).count()));
  uint64_t count;
  [[maybe_unused]] const ssize_t taken = read(fd_, &count, sizeof(count));
}

} // namespace nodejs
