// Meta data as it crosses without a call (contract/packed_meta_layout.h), from and to
// collectd's.
#ifndef COLLECTD_NODEJS_VALUES_PACKED_META_H
#define COLLECTD_NODEJS_VALUES_PACKED_META_H

#include "collectd/meta_data.h"
#include "contract/packed_meta_layout.h"

#include <cstdint>
#include <span>

namespace nodejs {

// Any thread that may read `meta`. The size; 0: it has no entries, or no room.
size_t pack_meta(meta_data_t *meta, std::span<uint8_t> room);
// Null without entries, and for what neither pack_meta() nor JavaScript can have made.
Meta unpack_meta(std::span<const uint8_t> packed);

} // namespace nodejs

#endif
