// collectd's headers as C++ can take them. Include after Node's headers: these
// define macros such as ERROR.
#ifndef COLLECTD_NODEJS_COLLECTD_HEADERS_H
#define COLLECTD_NODEJS_COLLECTD_HEADERS_H

// Headers with templates must not be met first inside extern "C".
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>

extern "C" {
// clang-format off
#include "collectd.h"
#include "plugin.h"
#include "utils_cache.h"
#include "utils/avltree/avltree.h"
#include "utils_threshold.h"
#include "configfile.h"
#include "utils_time.h"
#include "cmd.h"
// clang-format on
#include "utils/metadata/meta_data.h"

// utils/common/common.h, which is no C++
int parse_identifier_vl(const char *str, value_list_t *vl);
}

#undef ERROR
#undef WARNING
#undef NOTICE
#undef INFO
#undef DEBUG

namespace nodejs {

// The only places that know how collectd counts time (2^-30 seconds).
inline double seconds_of(cdtime_t time) {
  return CDTIME_T_TO_DOUBLE(time);
}
inline cdtime_t cdtime_of(double seconds) {
  return DOUBLE_TO_CDTIME_T(seconds);
}

// Memory that the daemon allocated and leaves to its caller.
struct Free {
  void operator()(void *memory) const { std::free(memory); }
};
template <typename T> using Allocated = std::unique_ptr<T, Free>;

} // namespace nodejs

#endif
