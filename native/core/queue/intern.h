// The identifiers that one worker has seen, each a small number (a slot) with a
// generation, so that its strings cross into JavaScript once and not with each
// value.
//
// Not locked: the Inbox that owns it holds its mutex around every call.
//
// Values come in much the same order at every interval, so a look-up first tries
// the neighbours of the last slot: memory that the processor has fetched already.
//
// Memory: about 130 bytes for an identifier of 50 characters. kCapacity
// identifiers stay; beyond that, and when one was not seen for kMaxAge seconds,
// the least recently seen go (a clock hand with a second chance). An identifier
// that a queued record still names is never taken out: its last sequence number
// is not older than the oldest queued one.
#ifndef COLLECTD_NODEJS_CORE_QUEUE_INTERN_H
#define COLLECTD_NODEJS_CORE_QUEUE_INTERN_H

#include "core/queue/fingerprint.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace nodejs {

// host, plugin, plugin_instance, type, type_instance, each ended by a NUL.
using Key = std::string_view;

class Intern {
public:
  static constexpr size_t kCapacity = size_t{1} << 20;
  static constexpr uint32_t kMaxAge = 600;

  struct Id {
    uint32_t slot;
    uint32_t generation;
  };

  // What is older than this may be taken out. Sequence numbers wrap.
  struct Horizon {
    bool everything;
    uint32_t sequence;
    bool is_past(uint32_t other) const {
      return everything || static_cast<int32_t>(other - sequence) < 0;
    }
  };

  explicit Intern(size_t capacity = kCapacity);
  Intern(const Intern &) = delete;
  Intern &operator=(const Intern &) = delete;

  // `now` is in seconds. `horizon` is called only when room must be made.
  template <typename GetHorizon>
  Id find_or_add(Key key, const Fingerprint &fingerprint, uint32_t sequence, uint32_t now,
                 GetHorizon horizon) {
    if (Entry *found = find(fingerprint)) {
      found->last_sequence = sequence;
      found->last_seen = now;
      found->recent = 1;
      last_slot_ = found->slot;
      return Id{found->slot, found->generation};
    }
    if (size_ >= capacity_) make_room(horizon());
    return add(key, fingerprint, sequence, now);
  }

  // Empty when the slot holds another generation by now.
  Key key_of(Id id) const;

  // Looks at the next `count` slots and takes out what has not been seen since
  // `now` - kMaxAge; appends the freed slots to `freed`.
  void sweep(size_t count, uint32_t now, Horizon horizon, std::vector<uint32_t> &freed);

  size_t size() const { return size_; }
  size_t slots() const { return slots_; }

private:
  struct Entry {
    Fingerprint fingerprint{0, 0};
    std::unique_ptr<char[]> key; // null: free
    uint32_t slot = 0;
    uint32_t generation = 0;
    uint32_t last_sequence = 0;
    uint32_t last_seen : 31 = 0;
    uint32_t recent : 1 = 0;
    uint16_t key_size = 0;
  };
  struct Bucket {
    uint32_t tag;
    uint32_t slot_plus_one; // 0: empty
  };
  // Entries live in chunks: growing copies nothing while the mutex is held.
  static constexpr uint32_t kChunkBits = 12;
  static constexpr uint32_t kChunk = 1u << kChunkBits;
  Entry &entry(size_t slot) { return chunks_[slot >> kChunkBits][slot & (kChunk - 1)]; }
  const Entry &entry(size_t slot) const { return chunks_[slot >> kChunkBits][slot & (kChunk - 1)]; }

  Entry *find(const Fingerprint &fingerprint);
  Entry *find_nearby(const Fingerprint &fingerprint);
  Id add(Key key, const Fingerprint &fingerprint, uint32_t sequence, uint32_t now);
  void make_room(Horizon horizon);
  bool is_due(const Entry &entry, Horizon horizon) const;
  void remove(Entry &entry);
  void grow();
  void insert_bucket(const Entry &entry);

  size_t capacity_;
  size_t size_ = 0;
  size_t slots_ = 0;
  std::vector<std::unique_ptr<Entry[]>> chunks_;
  std::vector<uint32_t> free_slots_;
  std::vector<Bucket> buckets_;
  uint32_t last_slot_ = 0;
  size_t clock_hand_ = 0;
  size_t sweep_hand_ = 0;
};

} // namespace nodejs

#endif
