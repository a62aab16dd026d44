#include "process/unix_listener.h"

#include "core/lockable.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <memory>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace nodejs {

namespace {

struct Listener {
  int fd; // a second descriptor of the socket, which the worker has
  dev_t device;
  ino_t inode;
};

// Never destroyed: workers that were lost may still be there at the end.
Lockable<std::map<std::string, Listener>> &listeners() {
  static auto *const all = std::make_unique<Lockable<std::map<std::string, Listener>>>().release();
  return *all;
}

// Whoever connects is refused from now on.
bool end_listener(const std::string &path, Listener &ended) {
  auto all = listeners().lock();
  const auto found = all->find(path);
  if (found == all->end()) return false;
  ended = found->second;
  all->erase(found);
  shutdown(ended.fd, SHUT_RDWR);
  close(ended.fd);
  return true;
}

const sockaddr *general(const sockaddr_un &address) {
  return reinterpret_cast<const sockaddr *>(&address);
}

// Why the place of a socket cannot be taken; empty: it can. A socket to which connections are
// refused is what a process left that ended without removing it, and is removed. Anything
// else belongs to somebody.
std::string take_place(const sockaddr_un &address) {
  struct stat status {};
  if (lstat(address.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) return "";
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return std::strerror(errno);
  const int error = connect(probe, general(address), sizeof(address)) == 0 ? EINPROGRESS : errno;
  close(probe);
  switch (error) {
  case ECONNREFUSED:
    return unlink(address.sun_path) == 0 ? "" : std::strerror(errno);
  case EINPROGRESS:
  case EAGAIN:
    return "another process does so already";
  case EPROTOTYPE:
    return "a socket of another kind is there; choose another path";
  default:
    return std::string("a socket is there already, and connecting to it fails: ") +
           std::strerror(error);
  }
}

// On Linux a socket's mode before bind() is that of its file: no other user can connect, not
// even for a moment.
bool bind_and_listen(int fd, const sockaddr_un &address) {
  return fchmod(fd, 0600) == 0 && bind(fd, general(address), sizeof(address)) == 0 &&
         listen(fd, 16) == 0;
}

} // namespace

Listening listen_at(const std::string &path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    return {-1, "the path has more than 107 bytes; choose a shorter one"};
  std::memcpy(address.sun_path, path.data(), path.size());
  Listener earlier{};
  end_listener(path, earlier);
  if (const std::string taken = take_place(address); !taken.empty()) return {-1, taken};
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int kept = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
  struct stat status {};
  if (kept < 0 || !bind_and_listen(fd, address) || lstat(address.sun_path, &status) != 0) {
    const std::string why = std::strerror(errno);
    if (kept >= 0) close(kept);
    if (fd >= 0) close(fd);
    return {-1, why};
  }
  listeners().lock()->insert_or_assign(path, Listener{kept, status.st_dev, status.st_ino});
  return {fd, ""};
}

void remove_listener(const std::string &path) {
  Listener ended{};
  if (!end_listener(path, ended)) return;
  struct stat status {};
  if (lstat(path.c_str(), &status) == 0 && status.st_dev == ended.device &&
      status.st_ino == ended.inode)
    unlink(path.c_str());
}

} // namespace nodejs
