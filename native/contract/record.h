// A value list that waits for a write, missing or cache event callback, as it stands in
// the ring (core/queue/ring.h), where JavaScript reads it.
#ifndef COLLECTD_NODEJS_CONTRACT_RECORD_H
#define COLLECTD_NODEJS_CONTRACT_RECORD_H

#include <cstddef>
#include <cstdint>

namespace nodejs {

struct Record {
  static constexpr size_t kMaxValues = 4;
  static constexpr uint8_t kBoxed = 1;      // values[0] is a Box: what does not fit
  static constexpr uint8_t kMetaInCell = 2; // packed meta data is in the cell beside it
  static constexpr unsigned kTypeBits = 2;  // for each of `types`
  static constexpr uint8_t kTypeMask = (1 << kTypeBits) - 1;

  uint32_t slot;
  uint32_t generation;
  double time;     // seconds since 1970
  double interval; // seconds
  // JavaScript reads these four as one number, the first byte lowest.
  uint8_t values_num;
  uint8_t types; // DataSourceType of each value, the first one lowest
  uint8_t flags;
  uint8_t event; // CacheEvent, of a cache event
  uint32_t sequence;
  union Value {
    double gauge;
    uint64_t integer;
  } values[kMaxValues];
};
static_assert(sizeof(Record) == 64 && alignof(Record) == 8);
static_assert(offsetof(Record, generation) == 4 && offsetof(Record, time) == 8 &&
              offsetof(Record, interval) == 16);
static_assert(offsetof(Record, values_num) == 24 && offsetof(Record, types) == 25 &&
              offsetof(Record, flags) == 26 && offsetof(Record, event) == 27);
static_assert(offsetof(Record, sequence) == 28 && offsetof(Record, values) == 32);
static_assert(sizeof(Record::Value) == 8);
static_assert(Record::kMaxValues * Record::kTypeBits <= 8, "the types of all values fit a byte");

// Bytes beside each record for what a few lists have and most have not.
constexpr size_t kCellSize = 128;
static_assert(kCellSize % alignof(uint64_t) == 0);

} // namespace nodejs

#endif
