#include "process/terminal.h"

#include "core/call.h"
#include "core/lockable.h"
#include "core/thread.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace nodejs {

namespace {

constexpr auto kEndPatience = std::chrono::milliseconds(200);

// Carries what is typed to a socket, and what comes from there to the screen, until the other
// end of the socket is closed or another relay takes the terminal.
class Relay {
public:
  explicit Relay(int socket) : socket_(socket), end_(eventfd(0, EFD_CLOEXEC)) {}
  // It has ended, or was never started.
  ~Relay() {
    thread_.join();
    close(socket_);
    if (end_ >= 0) close(end_);
  }
  Relay(const Relay &) = delete;
  Relay &operator=(const Relay &) = delete;

  [[nodiscard]] bool start() {
    return end_ >= 0 && thread_.start([this] {
      run();
      ended_.settle(true);
    });
  }

  // False: it does not, because the terminal takes nothing (Ctrl-S).
  bool end() {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(end_, &one, sizeof(one));
    return is_settled(ended_.wait_until(Clock::now() + kEndPatience));
  }

private:
  void run();
  bool relay(int from, int to) const;
  bool write_all(int fd, const char *data, ssize_t size) const;
  // Whether `fd` has something to do; false: the relay is to end.
  bool wait_for(int fd, short events) const;

  const int socket_;
  const int end_; // readable when it is to end
  Call ended_;
  Thread thread_; // the last one: it uses the others
};

struct Terminal {
  std::optional<termios> modes; // those to put back, while the terminal is ours
  std::unique_ptr<Relay> relay;
};

// Never destroyed: a relay may go on until the process ends.
Lockable<Terminal> &the_terminal() {
  static auto *const terminal = std::make_unique<Lockable<Terminal>>().release();
  return *terminal;
}

void put_modes_back() {
  auto terminal = the_terminal().lock();
  if (!terminal->modes) return;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &*terminal->modes);
  terminal->modes.reset();
}

bool Relay::wait_for(int fd, short events) const {
  std::array<pollfd, 2> ready{{{fd, events, 0}, {end_, POLLIN, 0}}};
  while (poll(ready.data(), ready.size(), -1) < 0 && errno == EINTR) {
  }
  return ready[1].revents == 0;
}

bool Relay::write_all(int fd, const char *data, ssize_t size) const {
  while (size > 0) {
    const ssize_t written = write(fd, data, static_cast<size_t>(size));
    if (written < 0 && errno == EAGAIN && wait_for(fd, POLLOUT)) continue;
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= written;
  }
  return true;
}

bool Relay::relay(int from, int to) const {
  std::array<char, 4096> buffer;
  const ssize_t size = read(from, buffer.data(), buffer.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  return size > 0 && write_all(to, buffer.data(), size);
}

void Relay::run() {
  std::array<pollfd, 3> ready{{{STDIN_FILENO, POLLIN, 0}, {socket_, POLLIN, 0}, {end_, POLLIN, 0}}};
  for (;;) {
    if (poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) break;
    if (ready[2].revents != 0) return;
    if (ready[0].revents != 0 && !relay(STDIN_FILENO, socket_)) {
      // The terminal is gone: the REPL sees the end of its input.
      shutdown(socket_, SHUT_WR);
      ready[0].fd = -1;
    }
    if (ready[1].revents != 0 && !relay(socket_, STDOUT_FILENO)) break;
  }
  shutdown(socket_, SHUT_RDWR);
  put_modes_back();
}

// Not with the lock: a relay that ends by itself puts the modes back.
void end_relay() {
  std::unique_ptr<Relay> relay = std::move(the_terminal().lock()->relay);
  if (relay && !relay->end()) static_cast<void>(relay.release()); // its thread still uses it
}

// Keys one by one and without echo; what others print keeps its line ends. The modes of a
// terminal that is ours already are not the ones to put back.
bool take_terminal(Terminal &terminal) {
  termios modes{};
  if (tcgetattr(STDIN_FILENO, &modes) != 0) return false;
  if (!terminal.modes) terminal.modes = modes;
  cfmakeraw(&modes);
  modes.c_oflag |= OPOST;
  return tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) == 0;
}

} // namespace

int open_terminal() {
  std::array<int, 2> pair{};
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return -1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return -1;
  // The earlier one may be that of a worker that was lost.
  end_relay();
  auto next = std::make_unique<Relay>(pair[1]);
  if (take_terminal(*the_terminal().lock()) && next->start()) {
    the_terminal().lock()->relay = std::move(next);
    return pair[0];
  }
  put_modes_back();
  close(pair[0]);
  return -1;
}

std::pair<int, int> terminal_size() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

void restore_terminal() {
  end_relay();
  put_modes_back();
}

} // namespace nodejs
