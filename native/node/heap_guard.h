// Keeps one environment's memory within its limit: V8's heap and the ArrayBuffers
// together. What exceeds it ends the environment, never the process.
//
// Lives on the worker's thread as long as the isolate does.
#ifndef COLLECTD_NODEJS_NODE_HEAP_GUARD_H
#define COLLECTD_NODEJS_NODE_HEAP_GUARD_H

#include <cstddef>
#include <functional>

#include <v8-callbacks.h>

namespace nodejs {

class HeapGuard {
public:
  // `on_exceeded` is called on the worker's thread, with JavaScript on the stack or
  // not; it ends the environment. `park` is called when V8 would end the process
  // next; it must not return.
  HeapGuard(v8::Isolate *isolate, size_t limit, std::function<void()> on_exceeded,
            std::function<void()> park);
  // Before the isolate is freed, on its thread.
  ~HeapGuard();
  HeapGuard(const HeapGuard &) = delete;
  HeapGuard &operator=(const HeapGuard &) = delete;

  // Now and then, on the worker's thread.
  void check();
  // ArrayBuffers that are not the modules'.
  void exempt(size_t bytes) { exempted_ += bytes; }

  // On the worker's thread: nothing may be allocated.
  bool is_collecting() const { return is_collecting_; }
  // What counts against the limit.
  size_t used() const;

private:
  static void on_collecting(v8::Isolate *isolate, v8::GCType type, v8::GCCallbackFlags flags,
                            void *self);
  static void on_collected(v8::Isolate *isolate, v8::GCType type, v8::GCCallbackFlags flags,
                           void *self);
  static size_t on_near_limit(void *self, size_t current, size_t initial);
  void request_check();
  size_t near_limit(size_t current);

  v8::Isolate *isolate_;
  const size_t limit_;
  const std::function<void()> on_exceeded_;
  const std::function<void()> park_;
  size_t exempted_ = 0;
  bool check_requested_ = false;
  bool is_exceeded_ = false;
  bool is_collecting_ = false;
};

// For the thread of another isolate, one that a module made with worker_threads: where V8 would
// end the process, `on_out_of_memory` is called there, and the thread is parked. On its thread;
// it must not enter JavaScript.
void park_when_out_of_memory(v8::Isolate *isolate, std::function<void()> on_out_of_memory);

// For such a thread, too: its heap and its ArrayBuffers together. Node.js knows a limit of the heap
// alone. What exceeds `limit` ends the environment, once `on_exceeded` was called.
void limit_thread(v8::Isolate *isolate, size_t limit, std::function<void()> on_exceeded);

} // namespace nodejs

#endif
