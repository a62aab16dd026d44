#include "collectd/value_cache.h"

namespace nodejs {

namespace {

struct IteratorEnd {
  void operator()(uc_iter_t *iterator) const { uc_iterator_destroy(iterator); }
};
using Iterator = std::unique_ptr<uc_iter_t, IteratorEnd>; // holds the lock of the cache

constexpr size_t kUsualName = 64;

// For functions that ask by value list: they put its name together again.
std::optional<value_list_t> to_value_list(const char *name) {
  value_list_t value_list = VALUE_LIST_INIT;
  if (parse_identifier_vl(name, &value_list) != 0) return std::nullopt;
  return value_list;
}

// Also when the entry is missing, and without a trace in it.
bool exists(const char *name) {
  return uc_get_history_by_name(name, nullptr, 0, 0) != -ENOENT;
}

// What the daemon answers for an unknown entry is a state or a number of hits too.
template <typename Ask> std::optional<int> ask_existing(const char *name, const Ask &ask) {
  const auto value_list = to_value_list(name);
  if (!value_list || !exists(name)) return std::nullopt;
  const int answer = ask(&*value_list);
  return exists(name) ? std::optional(answer) : std::nullopt;
}

} // namespace

CacheNames::CacheNames() {
  const size_t expected = uc_get_size() + uc_get_size() / 8;
  places_.reserve(expected);
  names_.reserve(expected * kUsualName);
  const Iterator iterator(uc_get_iterator());
  char *name = nullptr; // the cache's own
  while (iterator && uc_iterator_next(iterator.get(), &name) == 0) {
    cdtime_t time = 0, interval = 0;
    uc_iterator_get_time(iterator.get(), &time);
    uc_iterator_get_interval(iterator.get(), &interval);
    const size_t size = std::strlen(name);
    places_.push_back({names_.size(), size, seconds_of(time), seconds_of(interval)});
    names_.append(name, size + 1);
  }
}

CacheNames::Entry CacheNames::at(size_t index) const {
  const Place &place = places_[index];
  return {std::string_view(names_).substr(place.offset, place.size), place.time, place.interval};
}

double cache_newest() {
  const cdtime_t now = cdtime();
  cdtime_t newest = 0;
  const Iterator iterator(uc_get_iterator());
  char *name = nullptr;
  while (iterator && uc_iterator_next(iterator.get(), &name) == 0) {
    cdtime_t time = 0;
    uc_iterator_get_time(iterator.get(), &time);
    if (time <= now) newest = std::max(newest, time);
  }
  return seconds_of(newest);
}

std::optional<CacheValues> cache_values(const char *name) {
  const auto value_list = to_value_list(name);
  const data_set_t *data_set = value_list ? plugin_get_ds(value_list->type) : nullptr;
  value_t *found = nullptr;
  size_t count = 0;
  if (data_set == nullptr || uc_get_value_by_name(name, &found, &count) != 0) return std::nullopt;
  const Allocated<value_t> owned(found);
  CacheValues values{{found, found + count}, {}};
  for (size_t i = 0; i < count; i++)
    values.types.push_back(i < data_set->ds_num ? data_set->ds[i].type : DS_TYPE_GAUGE);
  return values;
}

std::optional<std::vector<gauge_t>> cache_rates(const char *name) {
  gauge_t *found = nullptr;
  size_t count = 0;
  if (uc_get_rate_by_name(name, &found, &count) != 0) return std::nullopt;
  const Allocated<gauge_t> owned(found);
  return std::vector<gauge_t>(found, found + count);
}

std::optional<int> cache_state(const char *name) {
  return ask_existing(name, [](const value_list_t *list) { return uc_get_state(nullptr, list); });
}

std::optional<int> cache_hits(const char *name) {
  return ask_existing(name, [](const value_list_t *list) { return uc_get_hits(nullptr, list); });
}

std::optional<std::vector<gauge_t>> cache_history(const char *name, size_t steps) {
  const auto value_list = to_value_list(name);
  const data_set_t *data_set = value_list ? plugin_get_ds(value_list->type) : nullptr;
  if (data_set == nullptr) return std::nullopt;
  std::vector<gauge_t> history(steps * data_set->ds_num, NAN);
  if (uc_get_history_by_name(name, history.data(), steps, data_set->ds_num) != 0)
    return std::nullopt;
  return history;
}

std::optional<Meta> cache_meta(const char *name) {
  const auto value_list = to_value_list(name);
  if (!value_list || !exists(name)) return std::nullopt;
  char **keys = nullptr;
  const int count = uc_meta_data_toc(&*value_list, &keys);
  const Allocated<char *> owned(keys);
  for (int i = 0; i < count; i++)
    const Allocated<char> key(keys[i]);
  if (count <= 0) return Meta();
  // By key the daemon gives what somebody knows the type of; only its iterator gives
  // the whole.
  const Iterator iterator(uc_get_iterator());
  char *at = nullptr;
  while (iterator && uc_iterator_next(iterator.get(), &at) == 0) {
    if (std::strcmp(at, name) != 0) continue;
    meta_data_t *meta = nullptr;
    uc_iterator_get_meta(iterator.get(), &meta);
    return Meta(meta);
  }
  return Meta();
}

} // namespace nodejs
