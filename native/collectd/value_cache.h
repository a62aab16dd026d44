// collectd's value cache. Any thread; each call takes the lock of the cache for one
// entry, CacheNames, cache_newest() and cache_meta() for a walk, and none holds it when it returns.
#ifndef COLLECTD_NODEJS_COLLECTD_VALUE_CACHE_H
#define COLLECTD_NODEJS_COLLECTD_VALUE_CACHE_H

#include "collectd/headers.h"
#include "collectd/meta_data.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nodejs {

// Those that were in the cache at one moment. The daemon's iterator cannot be put
// back to where it was, so this is one walk that copies names into one piece of
// memory, which was reserved before.
class CacheNames {
public:
  struct Entry {
    std::string_view name; // ended by a NUL
    double time;
    double interval;
  };

  CacheNames();
  size_t size() const { return places_.size(); }
  Entry at(size_t index) const;

private:
  struct Place {
    size_t offset;
    size_t size;
    double time;
    double interval;
  };
  std::string names_;
  std::vector<Place> places_;
};

// When the newest list in it was made, of those that were made by now, in seconds; 0: there is
// none.
double cache_newest();

struct CacheValues {
  std::vector<value_t> values;
  std::vector<int> types; // DS_TYPE_* of plugin.h
};

// By identifier: host/plugin-instance/type-instance. Nothing when there is no such
// entry, or (values, rates) when it is missing.
std::optional<CacheValues> cache_values(const char *name);
std::optional<std::vector<gauge_t>> cache_rates(const char *name);
std::optional<int> cache_state(const char *name);
std::optional<int> cache_hits(const char *name);
// `steps` rows of one number for each data source, the latest first.
std::optional<std::vector<gauge_t>> cache_history(const char *name, size_t steps);
// The object is empty when the entry has no meta data.
std::optional<Meta> cache_meta(const char *name);

} // namespace nodejs

#endif
