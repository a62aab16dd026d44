#ifndef COLLECTD_NODEJS_CORE_TEXT_UTF8_H
#define COLLECTD_NODEJS_CORE_TEXT_UTF8_H

#include <string_view>

namespace nodejs {

// Whether JavaScript gets these bytes as they are, without U+FFFD in their place.
bool is_utf8(std::string_view bytes);

} // namespace nodejs

#endif
