#include "process/terminal.h"

#include "core/lockable.h"
#include "core/signal_block.h"

#include <array>
#include <cerrno>
#include <optional>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

namespace nodejs {

namespace {

Lockable<std::optional<termios>> saved_modes; // while the terminal is ours

bool write_all(int fd, const char *data, ssize_t size) {
  while (size > 0) {
    const ssize_t written = write(fd, data, static_cast<size_t>(size));
    if (written < 0 && errno == EAGAIN) {
      pollfd ready{fd, POLLOUT, 0};
      poll(&ready, 1, -1);
      continue;
    }
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= written;
  }
  return true;
}

bool relay(int from, int to) {
  std::array<char, 4096> buffer;
  const ssize_t size = read(from, buffer.data(), buffer.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  return size > 0 && write_all(to, buffer.data(), size);
}

void run(int socket) {
  std::array<pollfd, 2> ready{{{STDIN_FILENO, POLLIN, 0}, {socket, POLLIN, 0}}};
  for (;;) {
    if (poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) break;
    if (ready[0].revents != 0 && !relay(STDIN_FILENO, socket)) {
      // The terminal is gone: the REPL sees the end of its input.
      shutdown(socket, SHUT_WR);
      ready[0].fd = -1;
    }
    if (ready[1].revents != 0 && !relay(socket, STDOUT_FILENO)) break;
  }
  close(socket);
  restore_terminal();
}

// Keys one by one and without echo; what others print keeps its line ends.
bool take_terminal() {
  termios modes{};
  if (tcgetattr(STDIN_FILENO, &modes) != 0) return false;
  *saved_modes.lock() = modes;
  cfmakeraw(&modes);
  modes.c_oflag |= OPOST;
  return tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) == 0;
}

} // namespace

int open_terminal() {
  std::array<int, 2> pair{};
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return -1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return -1;
  const SignalBlock block;
  if (!take_terminal()) {
    restore_terminal();
    close(pair[0]);
    close(pair[1]);
    return -1;
  }
  std::thread(run, pair[1]).detach();
  return pair[0];
}

std::pair<int, int> terminal_size() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

void restore_terminal() {
  auto modes = saved_modes.lock();
  if (!modes->has_value()) return;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &**modes);
  modes->reset();
}

} // namespace nodejs
