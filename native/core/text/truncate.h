#ifndef COLLECTD_NODEJS_CORE_TEXT_TRUNCATE_H
#define COLLECTD_NODEJS_CORE_TEXT_TRUNCATE_H

#include <cstddef>
#include <string_view>

namespace nodejs {

// Copies into `place` of `size` bytes, NUL included; what does not fit is cut
// between characters. True when it was cut.
bool copy_text(char *place, size_t size, std::string_view text);

} // namespace nodejs

#endif
