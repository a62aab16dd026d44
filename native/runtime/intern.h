// The identifiers that one worker has seen, each a small number (a slot) with a
// generation, so that its strings cross into JavaScript once and not with each
// value.
//
// Not locked: the Inbox that owns it holds its mutex around every call.
//
// A look-up touches one bucket of 32 bytes and nothing else. Memory: about 130
// bytes for an identifier of 50 characters. kCapacity
// identifiers stay; beyond that, and when one was not seen for kMaxAge seconds,
// the least recently seen go (a clock hand with a second chance). An identifier
// that a queued record still names is never taken out: its last sequence number
// is not older than the oldest queued one.
#ifndef COLLECTD_NODEJS_INTERN_H
#define COLLECTD_NODEJS_INTERN_H

#include "fingerprint.h"

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
    if (Bucket *found = find(fingerprint)) {
      found->last_sequence = sequence;
      found->last_seen = now;
      found->recent = 1;
      return Id{found->slot, found->generation};
    }
    if (size_ >= capacity_)
      make_room(horizon());
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
  struct Bucket {
    Fingerprint fingerprint;
    uint32_t slot;
    uint32_t generation; // 0: empty
    uint32_t last_sequence;
    uint32_t last_seen : 31;
    uint32_t recent : 1;
  };
  struct Entry {
    std::unique_ptr<char[]> key; // null: free
    Fingerprint fingerprint{0, 0};
    uint32_t generation = 0;
    uint16_t key_size = 0;
  };
  // Entries live in chunks: growing copies nothing while the mutex is held.
  static constexpr uint32_t kChunkBits = 12;
  static constexpr uint32_t kChunk = 1u << kChunkBits;
  Entry &entry(size_t slot) { return chunks_[slot >> kChunkBits][slot & (kChunk - 1)]; }
  const Entry &entry(size_t slot) const { return chunks_[slot >> kChunkBits][slot & (kChunk - 1)]; }

  Bucket *find(const Fingerprint &fingerprint);
  Id add(Key key, const Fingerprint &fingerprint, uint32_t sequence, uint32_t now);
  void make_room(Horizon horizon);
  void remove(Bucket &bucket);
  void grow();
  void insert(const Bucket &bucket);

  size_t capacity_;
  size_t size_ = 0;
  size_t slots_ = 0;
  std::vector<std::unique_ptr<Entry[]>> chunks_;
  std::vector<uint32_t> free_slots_;
  std::vector<Bucket> buckets_;
  size_t clock_hand_ = 0;
  size_t sweep_hand_ = 0;
};

} // namespace nodejs

#endif
