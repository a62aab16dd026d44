#include "node/interrupt_watch.h"

#include "node/worker.h"

#include <array>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <v8.h>

namespace nodejs {

namespace {

constexpr char kCtrlC = '\3';
constexpr int kLookAgainMs = 20;

// Whether the connection has ended or has a Ctrl-C among what waits.
bool is_interrupted(int socket) {
  std::array<char, 4096> waiting;
  const ssize_t size = recv(socket, waiting.data(), waiting.size(), MSG_PEEK | MSG_DONTWAIT);
  return size == 0 ||
         (size > 0 && std::memchr(waiting.data(), kCtrlC, static_cast<size_t>(size)) != nullptr);
}

} // namespace

InterruptWatch::InterruptWatch(int socket, bool (*is_over)())
    : socket_(socket), is_over_(is_over), isolate_(v8::Isolate::GetCurrent()) {
  // Without a thread nothing is interrupted; the code runs all the same.
  if (pipe2(done_, O_CLOEXEC) != 0 || thread_.start([this] { watch(); })) return;
  close(done_[0]);
  close(done_[1]);
}

InterruptWatch::~InterruptWatch() {
  finish();
}

void InterruptWatch::watch() {
  pollfd done{done_[0], POLLHUP, 0};
  // What waits cannot be waited for any more: it stays where it is.
  while (poll(&done, 1, kLookAgainMs) == 0) {
    if (!is_over_() && !is_interrupted(socket_)) continue;
    has_fired_ = true;
    isolate_->TerminateExecution();
    return;
  }
}

bool InterruptWatch::finish() {
  if (!thread_.is_joinable()) return has_fired_;
  close(done_[1]);
  thread_.join();
  close(done_[0]);
  if (has_fired_ && Worker::current()->is_running()) isolate_->CancelTerminateExecution();
  return has_fired_;
}

} // namespace nodejs
