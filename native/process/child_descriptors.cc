#include "process/child_descriptors.h"

#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/syscall.h>
#include <unistd.h>

namespace nodejs {

namespace {

constexpr unsigned kFirst = STDERR_FILENO + 1;
// Of linux/close_range.h, which older headers lack; so does an older kernel, or a filter of
// system calls.
#ifndef SYS_close_range
constexpr long kCloseRange = 436;
#else
constexpr long kCloseRange = SYS_close_range;
#endif
constexpr unsigned kCloseOnExec = 1U << 2;

void mark_each() {
  const std::unique_ptr<DIR, int (*)(DIR *)> directory(opendir("/proc/self/fd"), closedir);
  if (!directory) return;
  while (const dirent *entry = readdir(directory.get())) {
    const int fd = std::atoi(entry->d_name);
    if (fd < static_cast<int>(kFirst)) continue;
    const int flags = fcntl(fd, F_GETFD);
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0) fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
  }
}

} // namespace

void keep_descriptors_from_children() {
  if (syscall(kCloseRange, kFirst, ~0U, kCloseOnExec) != 0) mark_each();
}

} // namespace nodejs
