// The value lists that wait for one write callback: fixed records in one mapping
// that JavaScript reads directly.
//
// Not locked: the Inbox that owns it holds its mutex around every call. The
// worker reads the records between head and head + taken without the lock; no
// producer writes there.
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

  explicit Ring(size_t limit);
  ~Ring();
  Ring(const Ring &) = delete;
  Ring &operator=(const Ring &) = delete;

  bool is_full() const { return size_ == limit_; }
  bool is_empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  size_t limit() const { return limit_; }

  // A box, when there is one, belongs to the ring from here on. What goes beside the
  // record, at most a cell, is copied.
  void push(const Record &record, std::unique_ptr<Box> box, std::span<const uint8_t> beside = {});
  // How many records can be read from head() on without a gap.
  size_t readable() const;
  size_t head() const { return head_; }
  // The worker is done with the first `count` records.
  void release(size_t count);
  const Record &front() const { return records_[head_]; }

  const Record *records() const { return records_; }
  size_t bytes() const { return limit_ * sizeof(Record); }
  const Box *box(size_t index) const;
  // Null, and no bytes: there was no address space for them.
  const uint8_t *cells() const { return cells_; }
  size_t cell_bytes() const { return cells_ == nullptr ? 0 : limit_ * kCell; }

private:
  size_t limit_;
  Record *records_;
  uint8_t *cells_;
  size_t head_ = 0;
  size_t size_ = 0;
  size_t boxes_ = 0;
};

} // namespace nodejs

#endif
