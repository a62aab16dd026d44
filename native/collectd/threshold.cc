#include "collectd/threshold.h"

namespace nodejs {

std::optional<threshold_t> find_threshold(const char *name, std::string_view data_source) {
  value_list_t value_list = VALUE_LIST_INIT;
  // There is no tree without a configuration, and the daemon's search needs one.
  if (threshold_tree == nullptr || parse_identifier_vl(name, &value_list) != 0) return std::nullopt;
  std::optional<threshold_t> found;
  pthread_mutex_lock(&threshold_lock);
  for (const threshold_t *one = threshold_search(&value_list); one != nullptr && !found;
       one = one->next)
    if (data_source.empty() || one->data_source[0] == '\0' || data_source == one->data_source)
      found = *one;
  pthread_mutex_unlock(&threshold_lock);
  return found;
}

} // namespace nodejs
