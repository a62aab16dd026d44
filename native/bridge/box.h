// A value list that does not fit a record: meta data, or more than four values.
#ifndef COLLECTD_NODEJS_BOX_H
#define COLLECTD_NODEJS_BOX_H

#include "meta.h"
#include "ring.h"

#include <vector>

namespace nodejs {

class ValueBox : public Box {
public:
  ValueBox(const data_set_t &data_set, const value_list_t &value_list);

  // [values, meta]: gauges are numbers, the other types bigints.
  Napi::Array to_array(Napi::Env env) const;

private:
  std::vector<value_t> values_;
  std::vector<int> types_;
  Meta meta_;
};

} // namespace nodejs

#endif
