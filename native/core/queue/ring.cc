#include "core/queue/ring.h"

#include <bit>
#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace nodejs {

namespace {
Box *box_in(const Record &record) {
  return std::bit_cast<Box *>(static_cast<uintptr_t>(record.values[0].integer));
}

void *map(size_t bytes) {
  void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  // One record must not cost two megabytes.
  madvise(memory, bytes, MADV_NOHUGEPAGE);
  return memory;
}
} // namespace

Ring::Ring(size_t limit) : limit_(limit), records_(static_cast<Record *>(map(bytes()))) {
  if (records_ == nullptr)
    throw std::runtime_error("there is no address space for a queue of " + std::to_string(limit) +
                             " value lists (" + std::to_string(bytes() >> 20) +
                             " MiB): a smaller WriteQueueLimit needs less");
  cells_ = static_cast<uint8_t *>(map(limit_ * kCell));
#ifdef __SANITIZE_ADDRESS__
  // It does not look into mappings: boxes that still wait at the exit are no leaks.
  __lsan_register_root_region(records_, bytes());
#endif
}

Ring::~Ring() {
  release(size_);
#ifdef __SANITIZE_ADDRESS__
  __lsan_unregister_root_region(records_, bytes());
#endif
  munmap(records_, bytes());
  if (cells_ != nullptr) munmap(cells_, cell_bytes());
}

void Ring::push(const Record &record, std::unique_ptr<Box> box, std::span<const uint8_t> beside) {
  size_t tail = head_ + size_;
  if (tail >= limit_) tail -= limit_;
  Record &place = records_[tail];
  place = record;
  if (box) {
    place.flags |= Record::kBoxed;
    place.values[0].integer = reinterpret_cast<uintptr_t>(box.release());
    boxes_++;
  }
  if (!beside.empty() && beside.size() <= kCell && cells_ != nullptr) {
    place.flags |= Record::kMetaInCell;
    std::memcpy(cells_ + tail * kCell, beside.data(), beside.size());
  }
  size_++;
}

size_t Ring::readable() const {
  return std::min(size_, limit_ - head_);
}

void Ring::release(size_t count) {
  count = std::min(count, size_);
  for (size_t i = 0; i < count && boxes_ > 0; i++) {
    Record &record = records_[(head_ + i) % limit_];
    if ((record.flags & Record::kBoxed) == 0) continue;
    std::unique_ptr<Box> freed(box_in(record));
    boxes_--;
  }
  size_ -= count;
  head_ = size_ == 0 ? 0 : (head_ + count) % limit_;
}

const Box *Ring::box(size_t index) const {
  if (index >= limit_ || (records_[index].flags & Record::kBoxed) == 0) return nullptr;
  return box_in(records_[index]);
}

} // namespace nodejs
