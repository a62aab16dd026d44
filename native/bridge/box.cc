#include "box.h"

namespace nodejs {

ValueBox::ValueBox(const data_set_t &data_set, const value_list_t &value_list)
    : values_(value_list.values, value_list.values + value_list.values_len),
      meta_(value_list.meta == nullptr ? nullptr : meta_data_clone(value_list.meta)) {
  for (size_t i = 0; i < values_.size(); i++)
    types_.push_back(i < data_set.ds_num ? data_set.ds[i].type : DS_TYPE_GAUGE);
}

Napi::Array ValueBox::to_array(Napi::Env env) const {
  Napi::Array values = Napi::Array::New(env, values_.size());
  for (uint32_t i = 0; i < values_.size(); i++) {
    const value_t &value = values_[i];
    switch (types_[i]) {
    case DS_TYPE_GAUGE:
      values[i] = Napi::Number::New(env, value.gauge);
      break;
    case DS_TYPE_DERIVE:
      values[i] = Napi::BigInt::New(env, static_cast<int64_t>(value.derive));
      break;
    default:
      values[i] = Napi::BigInt::New(env, static_cast<uint64_t>(value.counter));
      break;
    }
  }
  Napi::Array both = Napi::Array::New(env, 2);
  both[0u] = values;
  both[1u] = meta_to_array(env, meta_.get());
  return both;
}

} // namespace nodejs
