// The stack of a worker's thread. Of our own, because the kernel may back an
// ordinary one with huge pages: two megabytes of memory for each worker where
// a few dozen kilobytes are used.
#ifndef COLLECTD_NODEJS_NODE_THREAD_STACK_H
#define COLLECTD_NODEJS_NODE_THREAD_STACK_H

#include <cstddef>

namespace nodejs {

class ThreadStack {
public:
  // Throws std::bad_alloc.
  explicit ThreadStack(size_t bytes);
  // Only when the thread has been joined.
  ~ThreadStack();
  ThreadStack(const ThreadStack &) = delete;
  ThreadStack &operator=(const ThreadStack &) = delete;

  // For pthread_attr_setstack().
  void *lowest() const;
  size_t bytes() const { return bytes_; }

private:
  size_t bytes_;
  char *memory_; // a guard page first
};

} // namespace nodejs

#endif
