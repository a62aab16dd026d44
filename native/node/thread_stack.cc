#include "node/thread_stack.h"

#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace nodejs {

namespace {
size_t guard_bytes() {
  return static_cast<size_t>(sysconf(_SC_PAGESIZE));
}
} // namespace

ThreadStack::ThreadStack(size_t bytes) : bytes_(bytes) {
  void *memory = mmap(nullptr, bytes_ + guard_bytes(), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  madvise(memory, bytes_ + guard_bytes(), MADV_NOHUGEPAGE);
  mprotect(memory, guard_bytes(), PROT_NONE);
  memory_ = static_cast<char *>(memory);
}

ThreadStack::~ThreadStack() {
  munmap(memory_, bytes_ + guard_bytes());
}

void *ThreadStack::lowest() const {
  return memory_ + guard_bytes();
}

} // namespace nodejs
