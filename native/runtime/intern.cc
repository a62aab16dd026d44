#include "intern.h"

#include <cstring>

namespace nodejs {

namespace {

constexpr size_t kFirstBuckets = 1024;
// How many slots the clock hand passes before the table is allowed to grow.
constexpr size_t kMaxClockSteps = 4096;

} // namespace

Intern::Intern(size_t capacity) : capacity_(capacity), buckets_(kFirstBuckets) {}

Intern::Bucket *Intern::find(const Fingerprint &fingerprint) {
  const size_t mask = buckets_.size() - 1;
  for (size_t at = fingerprint.low & mask; buckets_[at].generation != 0; at = (at + 1) & mask)
    if (buckets_[at].fingerprint == fingerprint)
      return &buckets_[at];
  return nullptr;
}

Intern::Id Intern::add(Key key, const Fingerprint &fingerprint, uint32_t sequence, uint32_t now) {
  if ((size_ + 1) * 4 > buckets_.size() * 3)
    grow();
  uint32_t slot;
  if (free_slots_.empty()) {
    slot = static_cast<uint32_t>(slots_++);
    if ((slot & (kChunk - 1)) == 0)
      chunks_.push_back(std::make_unique<Entry[]>(kChunk));
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Entry &entry = this->entry(slot);
  entry.key = std::make_unique<char[]>(key.size());
  std::memcpy(entry.key.get(), key.data(), key.size());
  entry.key_size = static_cast<uint16_t>(key.size());
  entry.fingerprint = fingerprint;
  if (++entry.generation == 0) // wrapped: 0 stands for an empty bucket
    entry.generation = 1;
  // A newcomer has no second chance until it is seen again: a flood of
  // identifiers that come once pushes itself out, not the steady ones.
  insert(Bucket{fingerprint, slot, entry.generation, sequence, now & 0x7fffffffu, 0});
  size_++;
  return Id{slot, entry.generation};
}

Key Intern::key_of(Id id) const {
  if (id.slot >= slots_)
    return {};
  const Entry &entry = this->entry(id.slot);
  if (!entry.key || entry.generation != id.generation)
    return {};
  return {entry.key.get(), entry.key_size};
}

void Intern::make_room(Horizon horizon) {
  for (size_t step = 0; step < kMaxClockSteps && size_ >= capacity_; step++) {
    if (clock_hand_ >= slots_)
      clock_hand_ = 0;
    const Entry &entry = this->entry(clock_hand_++);
    if (!entry.key)
      continue;
    Bucket &bucket = *find(entry.fingerprint);
    if (!horizon.is_past(bucket.last_sequence))
      continue;
    if (bucket.recent != 0)
      bucket.recent = 0;
    else
      remove(bucket);
  }
}

void Intern::sweep(size_t count, uint32_t now, Horizon horizon, std::vector<uint32_t> &freed) {
  for (size_t step = 0; step < count && step < slots_; step++) {
    if (sweep_hand_ >= slots_)
      sweep_hand_ = 0;
    const Entry &entry = this->entry(sweep_hand_++);
    if (!entry.key)
      continue;
    Bucket &bucket = *find(entry.fingerprint);
    // Signed: append() may have looked at the clock after the caller did.
    const auto age = static_cast<int32_t>((now - bucket.last_seen) << 1) >> 1;
    if (age <= static_cast<int32_t>(kMaxAge) || !horizon.is_past(bucket.last_sequence))
      continue;
    freed.push_back(bucket.slot);
    remove(bucket);
  }
}

void Intern::remove(Bucket &bucket) {
  const size_t mask = buckets_.size() - 1;
  const uint32_t slot = bucket.slot;
  auto at = static_cast<size_t>(&bucket - buckets_.data());
  // Linear probing without tombstones: move later members of the run up.
  for (size_t next = (at + 1) & mask; buckets_[next].generation != 0; next = (next + 1) & mask) {
    const size_t home = buckets_[next].fingerprint.low & mask;
    if (((next - home) & mask) >= ((next - at) & mask)) {
      buckets_[at] = buckets_[next];
      at = next;
    }
  }
  buckets_[at] = Bucket{};
  entry(slot).key.reset();
  free_slots_.push_back(slot);
  size_--;
}

void Intern::insert(const Bucket &bucket) {
  const size_t mask = buckets_.size() - 1;
  size_t at = bucket.fingerprint.low & mask;
  while (buckets_[at].generation != 0)
    at = (at + 1) & mask;
  buckets_[at] = bucket;
}

void Intern::grow() {
  std::vector<Bucket> before(buckets_.size() * 2);
  buckets_.swap(before);
  for (const Bucket &bucket : before)
    if (bucket.generation != 0)
      insert(bucket);
}

} // namespace nodejs
