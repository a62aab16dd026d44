// The value lists that wait for one write callback: fixed records in one mapping
// that JavaScript reads directly.
//
// Not locked: the Inbox that owns it holds its mutex around every call. The
// worker reads the records of the part that it was given last without the lock; no
// producer writes there. Where the oldest go when the ring is full, such a part is moved
// behind the ring, into its hand: what is still in the ring may go at any time.
//
// The mapping is reserved for the whole limit but only the pages in use are
// touched: when the ring is empty it starts again at index 0.
//
// Beside each record is a cell, in a mapping of its own, for what a few lists have
// and most have not.
#ifndef COLLECTD_NODEJS_CORE_QUEUE_RING_H
#define COLLECTD_NODEJS_CORE_QUEUE_RING_H

#include "contract/record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace nodejs {

// A value list that does not fit a record. Freed with the record.
class Box {
public:
  virtual ~Box() = default;
};

class Ring {
public:
  static constexpr size_t kCell = kCellSize;
  static constexpr size_t kHand = 1024;

  struct Part {
    size_t first;
    size_t count;
  };

  explicit Ring(size_t limit);
  ~Ring();
  Ring(const Ring &) = delete;
  Ring &operator=(const Ring &) = delete;

  bool is_full() const { return size_ == limit_; }
  bool is_empty() const { return size() == 0; }
  size_t size() const { return size_ + in_hand_; }
  size_t limit() const { return limit_; }
  bool has_hand() const { return in_hand_ > 0; }

  // A box, when there is one, is kept as long as the record. What goes beside the
  // record, at most a cell, is copied.
  void push(const Record &record, std::shared_ptr<Box> box, std::span<const uint8_t> beside = {});
  // From here on parts are moved into the hand, so that drop_oldest() may be called.
  void use_hand(bool uses_hand) { uses_hand_ = uses_hand; }
  // The oldest records, at most `most`, that can be read without a gap.
  Part hand_out(size_t most);
  // The worker is done with the first `count` records.
  void release(size_t count);
  // The oldest one that was not handed out; the ring is full.
  void drop_oldest() { release_from_ring(1); }
  const Record &front() const { return records_[in_hand_ > 0 ? hand_at() : head_]; }

  const Record *records() const { return records_; }
  size_t bytes() const { return (limit_ + kHand) * sizeof(Record); }
  std::shared_ptr<const Box> box(size_t index) const;
  // Null, and no bytes: there was no address space for them.
  const uint8_t *cells() const { return cells_; }
  size_t cell_bytes() const { return cells_ == nullptr ? 0 : (limit_ + kHand) * kCell; }

private:
  size_t hand_at() const { return limit_ + hand_head_; }
  void move_to_hand(size_t most);
  void free_box(Record &record);
  void release_from_ring(size_t count);

  size_t limit_;
  Record *records_;
  uint8_t *cells_;
  size_t head_ = 0;
  size_t size_ = 0; // without the hand
  size_t hand_head_ = 0;
  size_t in_hand_ = 0;
  bool uses_hand_ = false;
  size_t boxes_ = 0;
};

} // namespace nodejs

#endif
