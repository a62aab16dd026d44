#include "core/text/truncate.h"

#include <algorithm>
#include <cstring>

namespace nodejs {

bool copy_text(char *place, size_t size, std::string_view text) {
  size_t count = std::min(text.size(), size - 1);
  while (count < text.size() && count > 0 &&
         (static_cast<unsigned char>(text[count]) & 0xc0) == 0x80)
    count--;
  std::memcpy(place, text.data(), count);
  place[count] = '\0';
  return count < text.size();
}

} // namespace nodejs
