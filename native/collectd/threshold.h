#ifndef COLLECTD_NODEJS_COLLECTD_THRESHOLD_H
#define COLLECTD_NODEJS_COLLECTD_THRESHOLD_H

#include "collectd/headers.h"

#include <optional>
#include <string_view>

namespace nodejs {

// What the threshold plugin's configuration has for an identifier: for one data
// source, or (empty) the first there is. Any thread; takes the lock of the thresholds.
std::optional<threshold_t> find_threshold(const char *name, std::string_view data_source);

} // namespace nodejs

#endif
