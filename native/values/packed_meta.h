// Meta data in one piece of memory that both sides read and write, so that it
// crosses without a call: beside the dispatch frame on its way out, in a cell of the
// ring on its way in. What has no room there crosses as an array (meta.h).
//
//   uint32_t entries, size   size: of all, these eight bytes included
//   then for each entry, from a multiple of eight bytes on:
//   uint8_t type             MD_TYPE_*
//   uint8_t key              bytes of the key
//   uint16_t text            bytes of the value, if it is text
//   uint32_t                 0
//   the key, its NUL, NULs up to a multiple of eight
//   the value: eight bytes, or the text, its NUL, NULs up to a multiple of eight
//
// lib/values/packed-meta.ts knows the same.
#ifndef COLLECTD_NODEJS_VALUES_PACKED_META_H
#define COLLECTD_NODEJS_VALUES_PACKED_META_H

#include "collectd/meta_data.h"

#include <cstdint>
#include <span>

namespace nodejs {

// Memory for it starts at a multiple of eight bytes.
struct PackedHead {
  uint32_t entries;
  uint32_t size;
};

// Any thread that may read `meta`. The size; 0: it has no entries, or no room.
size_t pack_meta(meta_data_t *meta, std::span<uint8_t> room);
// Null without entries, and for what pack_meta() or lib/values/packed-meta.ts cannot have made.
Meta unpack_meta(std::span<const uint8_t> packed);

} // namespace nodejs

#endif
