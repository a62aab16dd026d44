// Meta data in one piece of memory that both sides read and write, so that it
// crosses without a call: beside the dispatch frame on its way out, in a cell of the
// ring on its way in. What has no room there crosses as an array (collectd/meta_data.h).
//
//   PackedHead
//   then for each entry, from a multiple of kStep bytes on:
//   PackedEntry
//   the key, its NUL, NULs up to a multiple of kStep
//   the value: kStep bytes, or the text, its NUL, NULs up to a multiple of kStep
#ifndef COLLECTD_NODEJS_CONTRACT_PACKED_META_LAYOUT_H
#define COLLECTD_NODEJS_CONTRACT_PACKED_META_LAYOUT_H

#include <cstddef>
#include <cstdint>

namespace nodejs {

// Memory for it starts at a multiple of as many bytes.
constexpr size_t kPackedStep = 8;

struct PackedHead {
  uint32_t entries;
  uint32_t size; // of all, this head included
};
static_assert(sizeof(PackedHead) == kPackedStep && offsetof(PackedHead, size) == 4);

// JavaScript writes the first three as one number, `type` lowest.
struct PackedEntry {
  static constexpr size_t kMaxKey = UINT8_MAX - 1;
  static constexpr size_t kMaxText = UINT16_MAX - 1;

  uint8_t type;  // MetaType
  uint8_t key;   // bytes of the key
  uint16_t text; // bytes of the value, if it is text
  uint32_t unused;
};
static_assert(sizeof(PackedEntry) == kPackedStep && offsetof(PackedEntry, key) == 1 &&
              offsetof(PackedEntry, text) == 2 && offsetof(PackedEntry, unused) == 4);

// What goes with the next list that is dispatched.
struct alignas(kPackedStep) MetaFrame {
  PackedHead head;
  uint8_t entries[2040];
};
static_assert(sizeof(MetaFrame) == 2048 && alignof(MetaFrame) == kPackedStep);
static_assert(offsetof(MetaFrame, entries) == sizeof(PackedHead));

} // namespace nodejs

#endif
