// How much fits where, for both languages.
#ifndef COLLECTD_NODEJS_CONTRACT_LIMITS_H
#define COLLECTD_NODEJS_CONTRACT_LIMITS_H

#include <cstddef>

namespace nodejs {

// Bytes of collectd's fields, their NUL included.
constexpr size_t kNameSize = 128;    // DATA_MAX_NAME_LEN
constexpr size_t kMessageSize = 256; // NOTIF_MAX_MSG_LEN

// Entries of the value cache that cross in one call.
constexpr size_t kCachePart = 1024;

} // namespace nodejs

#endif
