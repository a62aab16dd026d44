// A value list that does not fit a record: rates, more than four values, or more meta
// data than the cell beside it holds.
#ifndef COLLECTD_NODEJS_VALUES_VALUE_BOX_H
#define COLLECTD_NODEJS_VALUES_VALUE_BOX_H

#include "collectd/meta_data.h"
#include "core/queue/ring.h"

#include <optional>
#include <vector>

namespace nodejs {

class ValueBox : public Box {
public:
  ValueBox(const data_set_t &data_set, const value_list_t &value_list, bool with_meta = true);

  // What the cache has for the list now, NaN where it has nothing. Takes the lock of
  // the cache.
  void read_rates(const data_set_t &data_set, const value_list_t &value_list);
  // [values, meta, rates if they were read]: gauges are numbers, other values bigints.
  Napi::Array to_array(Napi::Env env) const;

private:
  std::vector<value_t> values_;
  std::vector<int> types_;
  Meta meta_;
  std::optional<std::vector<gauge_t>> rates_;
};

} // namespace nodejs

#endif
