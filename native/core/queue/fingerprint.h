// A 128-bit fingerprint of an identifier: SipHash-1-3 under a key of this process.
// Identifiers may come from a network, and nobody who does not know the key can
// make two with the same one. By chance it does not happen either, so that a
// fingerprint stands for its identifier and the strings need not be compared.
#ifndef COLLECTD_NODEJS_CORE_QUEUE_FINGERPRINT_H
#define COLLECTD_NODEJS_CORE_QUEUE_FINGERPRINT_H

#include <cstdint>
#include <string_view>

namespace nodejs {

struct Fingerprint {
  uint64_t low;
  uint64_t high;
  bool operator==(const Fingerprint &) const = default;
};

// Any thread.
Fingerprint fingerprint(std::string_view bytes);

} // namespace nodejs

#endif
