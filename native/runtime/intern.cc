#include "intern.h"

#include <cstring>

namespace nodejs {

namespace {

constexpr size_t kFirstBuckets = 1024;
// How many slots the clock hand passes before the table is allowed to grow.
constexpr size_t kMaxClockSteps = 4096;

inline uint64_t mix(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
#else
  uint64_t x = (a ^ (a >> 32)) * (b | 1);
  return x ^ (x >> 29) ^ (x << 17);
#endif
}

inline uint64_t load(const char *data, size_t size) {
  uint64_t word = 0;
  std::memcpy(&word, data, size);
  return word;
}

} // namespace

uint64_t hash_key(Key key) {
  constexpr uint64_t kFirst = 0x9e3779b97f4a7c15u, kSecond = 0xd6e8feb86659fd93u;
  uint64_t hash = kFirst ^ key.size();
  const char *data = key.data();
  size_t left = key.size();
  for (; left >= 8; data += 8, left -= 8)
    hash = mix(hash ^ load(data, 8), kSecond);
  return mix(hash ^ load(data, left), kFirst);
}

Intern::Intern(size_t capacity) : capacity_(capacity), buckets_(kFirstBuckets, Bucket{0, 0}) {}

const Intern::Id *Intern::find(Key key, uint64_t hash, uint32_t sequence, uint32_t now) {
  const size_t mask = buckets_.size() - 1;
  const auto tag = static_cast<uint32_t>(hash >> 32);
  for (size_t at = hash & mask; buckets_[at].slot_plus_one != 0; at = (at + 1) & mask) {
    if (buckets_[at].tag != tag)
      continue;
    Entry &entry = this->entry(buckets_[at].slot_plus_one - 1);
    if (entry.hash != hash || entry.key_size != key.size() ||
        std::memcmp(entry.key.get(), key.data(), key.size()) != 0)
      continue;
    entry.last_sequence = sequence;
    entry.last_seen = now;
    entry.recent = true;
    return &entry.id;
  }
  return nullptr;
}

Intern::Id Intern::add(Key key, uint64_t hash, uint32_t sequence, uint32_t now) {
  if ((size_ + 1) * 4 > buckets_.size() * 3)
    grow();
  uint32_t slot;
  if (free_slots_.empty()) {
    slot = static_cast<uint32_t>(slots_++);
    if ((slot & (kChunk - 1)) == 0)
      chunks_.push_back(std::make_unique<Entry[]>(kChunk));
    entry(slot).id = Id{slot, 0};
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  Entry &entry = this->entry(slot);
  entry.key = std::make_unique<char[]>(key.size());
  std::memcpy(entry.key.get(), key.data(), key.size());
  entry.key_size = static_cast<uint16_t>(key.size());
  entry.hash = hash;
  entry.id.generation++;
  entry.last_sequence = sequence;
  entry.last_seen = now;
  entry.used = true;
  // A newcomer has no second chance until it is seen again: a flood of
  // identifiers that come once pushes itself out, not the steady ones.
  entry.recent = false;
  insert_bucket(hash, slot);
  size_++;
  return entry.id;
}

Key Intern::key_of(Id id) const {
  if (id.slot >= slots_)
    return {};
  const Entry &entry = this->entry(id.slot);
  if (!entry.used || entry.id.generation != id.generation)
    return {};
  return {entry.key.get(), entry.key_size};
}

void Intern::make_room(Horizon horizon) {
  for (size_t step = 0; step < kMaxClockSteps && size_ >= capacity_; step++) {
    if (clock_hand_ >= slots_)
      clock_hand_ = 0;
    Entry &entry = this->entry(clock_hand_);
    if (entry.used && horizon.is_past(entry.last_sequence)) {
      if (entry.recent)
        entry.recent = false;
      else
        remove(static_cast<uint32_t>(clock_hand_));
    }
    clock_hand_++;
  }
}

void Intern::sweep(size_t count, uint32_t now, Horizon horizon, std::vector<uint32_t> &freed) {
  for (size_t step = 0; step < count && step < slots_; step++) {
    if (sweep_hand_ >= slots_)
      sweep_hand_ = 0;
    Entry &entry = this->entry(sweep_hand_);
    if (entry.used && now - entry.last_seen > kMaxAge && horizon.is_past(entry.last_sequence)) {
      remove(static_cast<uint32_t>(sweep_hand_));
      freed.push_back(static_cast<uint32_t>(sweep_hand_));
    }
    sweep_hand_++;
  }
}

void Intern::remove(uint32_t slot) {
  const size_t mask = buckets_.size() - 1;
  size_t at = entry(slot).hash & mask;
  while (buckets_[at].slot_plus_one != slot + 1)
    at = (at + 1) & mask;
  // Linear probing without tombstones: move later members of the run up.
  for (size_t next = (at + 1) & mask; buckets_[next].slot_plus_one != 0; next = (next + 1) & mask) {
    const size_t home = entry(buckets_[next].slot_plus_one - 1).hash & mask;
    if (((next - home) & mask) >= ((next - at) & mask)) {
      buckets_[at] = buckets_[next];
      at = next;
    }
  }
  buckets_[at] = Bucket{0, 0};
  entry(slot).used = false;
  entry(slot).key.reset();
  free_slots_.push_back(slot);
  size_--;
}

void Intern::insert_bucket(uint64_t hash, uint32_t slot) {
  const size_t mask = buckets_.size() - 1;
  size_t at = hash & mask;
  while (buckets_[at].slot_plus_one != 0)
    at = (at + 1) & mask;
  buckets_[at] = Bucket{static_cast<uint32_t>(hash >> 32), slot + 1};
}

void Intern::grow() {
  std::vector<Bucket> larger(buckets_.size() * 2, Bucket{0, 0});
  buckets_.swap(larger);
  for (uint32_t slot = 0; slot < slots_; slot++)
    if (entry(slot).used)
      insert_bucket(entry(slot).hash, slot);
}

} // namespace nodejs
