#include "node/executable_memory.h"

#include <sys/mman.h>
#include <unistd.h>

namespace nodejs {

bool may_make_executable() {
  const auto bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return true; // for another reason
  const bool may = mprotect(memory, bytes, PROT_READ | PROT_EXEC) == 0;
  munmap(memory, bytes);
  return may;
}

} // namespace nodejs
