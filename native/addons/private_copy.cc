#include "addons/private_copy.h"

#include <atomic>
#include <cstdint>
#include <dlfcn.h>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace nodejs {

namespace {

// Kernels from 6.3 on want to know; older headers do not have it.
constexpr unsigned kMayRun = 0x10;

class Descriptor {
public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor &operator=(Descriptor &&) = delete;
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

private:
  int fd_;
};

Descriptor in_memory() {
  const int fd = memfd_create("addon.node", MFD_CLOEXEC | kMayRun);
  return Descriptor(fd >= 0 ? fd : memfd_create("addon.node", MFD_CLOEXEC));
}

// Without a name, so that it is gone when it is not mapped any more.
Descriptor in_directory(const char *directory) {
  return Descriptor(open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0700));
}

bool copy(const Descriptor &from, const Descriptor &to) {
  struct stat status {};
  if (fstat(from.get(), &status) != 0) return false;
  for (off_t at = 0; at < status.st_size;) {
    const ssize_t sent =
        sendfile(to.get(), from.get(), &at, static_cast<size_t>(status.st_size - at));
    if (sent <= 0) return false;
  }
  return true;
}

// A name that was never used: the linker takes a name it knows for the file it has loaded. A number
// is spelled with slashes and dots that lead nowhere else.
std::string name_of(const Descriptor &file) {
  static std::atomic<uint32_t> names{0};
  std::string name = "/proc/self/fd";
  for (uint32_t number = names++; number > 0; number >>= 1U)
    name += (number & 1U) != 0 ? "/." : "/";
  return name + "/" + std::to_string(file.get());
}

} // namespace

void *open_private_copy(const char *file, int flags) {
  const Descriptor original(open(file, O_RDONLY | O_CLOEXEC));
  const std::string path(file);
  const std::string beside = path.substr(0, path.rfind('/'));
  // Memory or a directory may be closed to programs.
  for (const char *place : {"", "/tmp", "/var/tmp", beside.c_str()}) {
    const Descriptor target = *place == '\0' ? in_memory() : in_directory(place);
    if (!original.is_open() || !target.is_open() || !copy(original, target)) continue;
    if (void *handle = dlopen(name_of(target).c_str(), flags)) return handle;
  }
  // For dlerror(): without a copy this says why, or what Node says of a file that is loaded
  // already.
  return dlopen(file, flags);
}

} // namespace nodejs
