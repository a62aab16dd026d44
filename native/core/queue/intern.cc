#include "core/queue/intern.h"

#include <cstring>

namespace nodejs {

namespace {

constexpr size_t kFirstBuckets = 1024;
// How many slots the clock hand passes before the table is allowed to grow.
constexpr size_t kMaxClockSteps = 4096;
// Several write threads take turns: the order is disturbed by as many.
constexpr int kNearby[] = {1, 2, 3, -1, 4, -2, 0};

uint32_t tag_of(const Fingerprint &fingerprint) {
  return static_cast<uint32_t>(fingerprint.low >> 32);
}

} // namespace

Intern::Intern(size_t capacity) : capacity_(capacity), buckets_(kFirstBuckets, Bucket{0, 0}) {}

Intern::Entry *Intern::find_nearby(const Fingerprint &fingerprint) {
  for (const int distance : kNearby) {
    const size_t slot = last_slot_ + static_cast<size_t>(distance); // wraps: out of range then
    if (slot < slots_ && entry(slot).fingerprint == fingerprint && entry(slot).key)
      return &entry(slot);
  }
  return nullptr;
}

Intern::Entry *Intern::find(const Fingerprint &fingerprint) {
  if (Entry *nearby = find_nearby(fingerprint)) return nearby;
  const size_t mask = buckets_.size() - 1;
  const uint32_t tag = tag_of(fingerprint);
  for (size_t at = fingerprint.low & mask; buckets_[at].slot_plus_one != 0; at = (at + 1) & mask) {
    if (buckets_[at].tag != tag) continue;
    Entry &found = entry(buckets_[at].slot_plus_one - 1);
    if (found.fingerprint == fingerprint) return &found;
  }
  return nullptr;
}

Intern::Id Intern::add(Key key, const Fingerprint &fingerprint, uint32_t sequence, uint32_t now) {
  if ((size_ + 1) * 4 > buckets_.size() * 3) grow();
  uint32_t slot;
  if (free_slots_.empty()) {
    slot = static_cast<uint32_t>(slots_++);
    if ((slot & (kChunk - 1)) == 0) chunks_.push_back(std::make_unique<Entry[]>(kChunk));
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Entry &added = entry(slot);
  added.fingerprint = fingerprint;
  added.key = std::make_unique<char[]>(key.size());
  std::memcpy(added.key.get(), key.data(), key.size());
  added.key_size = static_cast<uint16_t>(key.size());
  added.slot = slot;
  added.generation++;
  added.last_sequence = sequence;
  added.last_seen = now & 0x7fffffffu;
  // A newcomer has no second chance until it is seen again: a flood of
  // identifiers that come once pushes itself out, not the steady ones.
  added.recent = 0;
  insert_bucket(added);
  size_++;
  last_slot_ = slot;
  return Id{slot, added.generation};
}

Key Intern::key_of(Id id) const {
  if (id.slot >= slots_) return {};
  const Entry &found = entry(id.slot);
  if (!found.key || found.generation != id.generation) return {};
  return {found.key.get(), found.key_size};
}

bool Intern::is_due(const Entry &entry, Horizon horizon) const {
  return entry.key && horizon.is_past(entry.last_sequence);
}

void Intern::make_room(Horizon horizon) {
  for (size_t step = 0; step < kMaxClockSteps && size_ >= capacity_; step++) {
    if (clock_hand_ >= slots_) clock_hand_ = 0;
    Entry &entry = this->entry(clock_hand_++);
    if (!is_due(entry, horizon)) continue;
    if (entry.recent != 0)
      entry.recent = 0;
    else
      remove(entry);
  }
}

void Intern::sweep(size_t count, uint32_t now, Horizon horizon, std::vector<uint32_t> &freed) {
  for (size_t step = 0; step < count && step < slots_; step++) {
    if (sweep_hand_ >= slots_) sweep_hand_ = 0;
    Entry &entry = this->entry(sweep_hand_++);
    // Signed: append() may have looked at the clock after the caller did.
    const auto age = static_cast<int32_t>((now - entry.last_seen) << 1) >> 1;
    if (age <= static_cast<int32_t>(kMaxAge) || !is_due(entry, horizon)) continue;
    freed.push_back(entry.slot);
    remove(entry);
  }
}

void Intern::remove(Entry &entry) {
  const size_t mask = buckets_.size() - 1;
  size_t at = entry.fingerprint.low & mask;
  while (buckets_[at].slot_plus_one != entry.slot + 1)
    at = (at + 1) & mask;
  // Linear probing without tombstones: move later members of the run up.
  for (size_t next = (at + 1) & mask; buckets_[next].slot_plus_one != 0; next = (next + 1) & mask) {
    const size_t home = this->entry(buckets_[next].slot_plus_one - 1).fingerprint.low & mask;
    if (((next - home) & mask) >= ((next - at) & mask)) {
      buckets_[at] = buckets_[next];
      at = next;
    }
  }
  buckets_[at] = Bucket{0, 0};
  free_slots_.push_back(entry.slot);
  entry.key.reset();
  size_--;
}

void Intern::insert_bucket(const Entry &entry) {
  const size_t mask = buckets_.size() - 1;
  size_t at = entry.fingerprint.low & mask;
  while (buckets_[at].slot_plus_one != 0)
    at = (at + 1) & mask;
  buckets_[at] = Bucket{tag_of(entry.fingerprint), entry.slot + 1};
}

void Intern::grow() {
  std::vector<Bucket> larger(buckets_.size() * 2, Bucket{0, 0});
  buckets_.swap(larger);
  for (size_t slot = 0; slot < slots_; slot++)
    if (entry(slot).key) insert_bucket(entry(slot));
}

} // namespace nodejs
