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
using KeptBox = std::shared_ptr<Box>;

KeptBox *box_in(const Record &record) {
  return std::bit_cast<KeptBox *>(static_cast<uintptr_t>(record.values[0].integer));
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
  cells_ = static_cast<uint8_t *>(map((limit_ + kHand) * kCell));
#ifdef __SANITIZE_ADDRESS__
  // It does not look into mappings: boxes that still wait at the exit are no leaks.
  __lsan_register_root_region(records_, bytes());
#endif
}

Ring::~Ring() {
  release(size());
#ifdef __SANITIZE_ADDRESS__
  __lsan_unregister_root_region(records_, bytes());
#endif
  munmap(records_, bytes());
  if (cells_ != nullptr) munmap(cells_, cell_bytes());
}

void Ring::push(const Record &record, std::shared_ptr<Box> box, std::span<const uint8_t> beside) {
  size_t tail = head_ + size_;
  if (tail >= limit_) tail -= limit_;
  Record &place = records_[tail];
  place = record;
  if (box) {
    place.flags |= Record::kBoxed;
    auto kept = std::make_unique<KeptBox>(std::move(box));
    place.values[0].integer = reinterpret_cast<uintptr_t>(kept.release());
    boxes_++;
  }
  if (!beside.empty() && beside.size() <= kCell && cells_ != nullptr) {
    place.flags |= Record::kMetaInCell;
    std::memcpy(cells_ + tail * kCell, beside.data(), beside.size());
  }
  size_++;
}

Ring::Part Ring::hand_out(size_t most) {
  if (uses_hand_ && in_hand_ == 0) move_to_hand(most);
  if (in_hand_ > 0) return {hand_at(), std::min(in_hand_, most)};
  if (uses_hand_) return {limit_, 0};
  return {head_, std::min({size_, limit_ - head_, most})};
}

void Ring::move_to_hand(size_t most) {
  const size_t count = std::min({size_, most, kHand});
  for (size_t i = 0; i < count; i++) {
    const size_t from = (head_ + i) % limit_;
    const size_t to = limit_ + i;
    records_[to] = records_[from];
    records_[from].flags &= static_cast<uint8_t>(~Record::kBoxed);
    if ((records_[from].flags & Record::kMetaInCell) != 0)
      std::memcpy(cells_ + to * kCell, cells_ + from * kCell, kCell);
  }
  hand_head_ = 0;
  in_hand_ = count;
  size_ -= count;
  head_ = size_ == 0 ? 0 : (head_ + count) % limit_;
}

void Ring::free_box(Record &record) {
  if ((record.flags & Record::kBoxed) == 0) return;
  const std::unique_ptr<KeptBox> freed(box_in(record));
  record.flags &= static_cast<uint8_t>(~Record::kBoxed);
  boxes_--;
}

void Ring::release(size_t count) {
  const size_t from_hand = std::min(count, in_hand_);
  for (size_t i = 0; i < from_hand && boxes_ > 0; i++)
    free_box(records_[hand_at() + i]);
  hand_head_ += from_hand;
  in_hand_ -= from_hand;
  release_from_ring(count - from_hand);
}

void Ring::release_from_ring(size_t count) {
  count = std::min(count, size_);
  for (size_t i = 0; i < count && boxes_ > 0; i++)
    free_box(records_[(head_ + i) % limit_]);
  size_ -= count;
  head_ = size_ == 0 ? 0 : (head_ + count) % limit_;
}

std::shared_ptr<const Box> Ring::box(size_t index) const {
  if (index >= limit_ + kHand || (records_[index].flags & Record::kBoxed) == 0) return nullptr;
  return *box_in(records_[index]);
}

} // namespace nodejs
