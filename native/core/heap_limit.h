// The HeapLimit of a worker whose modules have none.
#ifndef COLLECTD_NODEJS_CORE_HEAP_LIMIT_H
#define COLLECTD_NODEJS_CORE_HEAP_LIMIT_H

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace nodejs {

// Bytes: an eighth of the memory, from 32 to 256 MiB. The memory of a 32-bit system may be
// more than a size_t holds. Zero or less: it is not known.
constexpr size_t default_heap_limit(int64_t pages, int64_t page_size) {
  constexpr uint64_t kLeast = uint64_t{32} << 20;
  constexpr uint64_t kMost = uint64_t{256} << 20;
  if (pages <= 0 || page_size <= 0) return static_cast<size_t>(kMost);
  const uint64_t memory = static_cast<uint64_t>(pages) * static_cast<uint64_t>(page_size);
  return static_cast<size_t>(std::clamp(memory / 8, kLeast, kMost));
}

} // namespace nodejs

#endif
