// Ctrl-C while JavaScript keeps its worker busy: a thread looks at what has come in
// on a connection, without taking it, and ends what runs when it finds a Ctrl-C or
// the end of the connection.
#ifndef COLLECTD_NODEJS_NODE_INTERRUPT_WATCH_H
#define COLLECTD_NODEJS_NODE_INTERRUPT_WATCH_H

#include "core/thread.h"

#include <atomic>

namespace v8 {
class Isolate;
} // namespace v8

namespace nodejs {

// On a worker's thread, around one call into JavaScript. No lock is held.
class InterruptWatch {
public:
  // `is_over`: whatever runs has to end. Called by the thread.
  InterruptWatch(int socket, bool (*is_over)());
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch &) = delete;
  InterruptWatch &operator=(const InterruptWatch &) = delete;

  // When the call has returned: whether it was ended. JavaScript runs again then,
  // unless the whole worker is being stopped.
  bool finish();

private:
  void watch();

  const int socket_;
  bool (*const is_over_)();
  v8::Isolate *const isolate_;
  std::atomic<bool> has_fired_{false};
  int done_[2] = {-1, -1}; // a pipe: closed for writing when the call has returned
  Thread thread_;
};

} // namespace nodejs

#endif
