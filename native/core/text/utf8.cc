#include "core/text/utf8.h"

#include <cstddef>
#include <cstdint>

namespace nodejs {

namespace {

// How many bytes follow a lead byte; -1 when it is none.
int followers(uint8_t lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead < 0xe0) return 1;
  if (lead >= 0xe0 && lead < 0xf0) return 2;
  if (lead >= 0xf0 && lead < 0xf5) return 3;
  return -1;
}

// The second byte rules out overlong forms, surrogates and what is past U+10FFFF.
bool is_second(uint8_t lead, uint8_t second) {
  switch (lead) {
  case 0xe0:
    return second >= 0xa0 && second <= 0xbf;
  case 0xed:
    return second >= 0x80 && second <= 0x9f;
  case 0xf0:
    return second >= 0x90 && second <= 0xbf;
  case 0xf4:
    return second >= 0x80 && second <= 0x8f;
  default:
    return (second & 0xc0) == 0x80;
  }
}

} // namespace

bool is_utf8(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<uint8_t>(bytes[i]);
    const int count = followers(lead);
    if (count < 0 || i + static_cast<size_t>(count) >= bytes.size() + (count == 0 ? 1 : 0))
      return false;
    for (int k = 1; k <= count; k++) {
      const auto byte = static_cast<uint8_t>(bytes[i + static_cast<size_t>(k)]);
      if (k == 1 ? !is_second(lead, byte) : (byte & 0xc0) != 0x80) return false;
    }
    i += static_cast<size_t>(count) + 1;
  }
  return true;
}

} // namespace nodejs
