#include "process/terminal.h"

#include "check.h"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <functional>
#include <poll.h>
#include <pty.h>
#include <string>
#include <sys/ioctl.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

namespace {

// Standard input and output are a terminal while it lives.
class Pty {
public:
  Pty() {
    CHECK_EQUAL(openpty(&user, &slave, nullptr, nullptr, nullptr), 0);
    dup2(slave, STDIN_FILENO);
    dup2(slave, STDOUT_FILENO);
  }
  ~Pty() {
    dup2(input_, STDIN_FILENO);
    dup2(output_, STDOUT_FILENO);
    for (const int fd : {input_, output_, user, slave})
      close(fd);
  }
  Pty(const Pty &) = delete;
  Pty &operator=(const Pty &) = delete;

  bool is_raw() const {
    termios modes{};
    tcgetattr(slave, &modes);
    return (modes.c_lflag & (ICANON | ECHO | ISIG)) == 0;
  }

  int user = -1; // who sits in front of it
  int slave = -1;

private:
  const int input_ = dup(STDIN_FILENO);
  const int output_ = dup(STDOUT_FILENO);
};

std::string read_all(int fd, size_t size) {
  std::string text;
  pollfd ready{fd, POLLIN, 0};
  while (text.size() < size && poll(&ready, 1, 10'000) > 0) {
    std::array<char, 64> buffer;
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<size_t>(got));
  }
  return text;
}

void send(int fd, const std::string &text) {
  CHECK_EQUAL(write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

bool comes_true(const std::function<bool()> &condition) {
  for (int i = 0; i < 1000 && !condition(); i++)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return condition();
}

} // namespace

TEST(without_a_terminal_there_is_none) {
  const int before = dup(STDIN_FILENO), nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  CHECK_EQUAL(nodejs::open_terminal(), -1);
  dup2(before, STDIN_FILENO);
  close(before);
  close(nothing);
}

TEST(keys_arrive_one_by_one_and_what_is_written_is_shown) {
  const Pty pty;
  const int terminal = nodejs::open_terminal();
  CHECK(terminal >= 0 && pty.is_raw());
  // Neither a line nor a signal: Ctrl-C is a key.
  send(pty.user, "a\3");
  CHECK_EQUAL(read_all(terminal, 2), "a\3");
  send(terminal, "> 1\n");
  CHECK_EQUAL(read_all(pty.user, 5), "> 1\r\n");
  close(terminal);
  CHECK(comes_true([&] { return !pty.is_raw(); }));
}

TEST(more_than_fits_at_once_is_shown_whole) {
  const Pty pty;
  const int terminal = nodejs::open_terminal();
  const std::string text(100'000, 'x');
  std::thread writer([&] { send(terminal, text); });
  CHECK_EQUAL(read_all(pty.user, text.size()).size(), text.size());
  writer.join();
  close(terminal);
  CHECK(comes_true([&] { return !pty.is_raw(); }));
}

TEST(the_size_is_that_of_the_terminal) {
  const Pty pty;
  winsize size{};
  ioctl(pty.slave, TIOCSWINSZ, &size);
  CHECK(nodejs::terminal_size() == std::pair(80, 24));
  size.ws_col = 132;
  size.ws_row = 50;
  ioctl(pty.slave, TIOCSWINSZ, &size);
  CHECK(nodejs::terminal_size() == std::pair(132, 50));
}

TEST(the_modes_can_be_put_back_at_any_time) {
  const Pty pty;
  const int terminal = nodejs::open_terminal();
  CHECK(pty.is_raw());
  nodejs::restore_terminal();
  CHECK(!pty.is_raw());
  nodejs::restore_terminal();
  close(terminal);
}

TEST(the_next_one_takes_it_from_the_first_and_gives_it_back_as_it_was) {
  const Pty pty;
  const int first = nodejs::open_terminal();
  const int second = nodejs::open_terminal();
  CHECK(second >= 0 && pty.is_raw());
  // No reader is left there, as in a worker that was lost.
  send(pty.user, "ab");
  CHECK_EQUAL(read_all(second, 2), "ab");
  CHECK_EQUAL(read_all(first, 1), "");
  close(first);
  CHECK(pty.is_raw());
  close(second);
  CHECK(comes_true([&] { return !pty.is_raw(); }));
  nodejs::restore_terminal();
}
