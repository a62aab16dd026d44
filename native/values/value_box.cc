#include "values/value_box.h"

namespace nodejs {

ValueBox::ValueBox(const data_set_t &data_set, const value_list_t &value_list, bool with_meta)
    : values_(value_list.values, value_list.values + value_list.values_len),
      meta_(with_meta ? meta_data_clone(value_list.meta) : nullptr) {
  for (size_t i = 0; i < values_.size(); i++)
    types_.push_back(i < data_set.ds_num ? data_set.ds[i].type : DS_TYPE_GAUGE);
}

void ValueBox::read_rates(const data_set_t &data_set, const value_list_t &value_list) {
  const Allocated<gauge_t> rates(uc_get_rate(&data_set, &value_list));
  rates_.emplace(values_.size(), NAN);
  if (rates && data_set.ds_num == values_.size())
    rates_->assign(rates.get(), rates.get() + values_.size());
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
  Napi::Array parts = Napi::Array::New(env);
  parts[0u] = values;
  parts[1u] = meta_to_array(env, meta_.get());
  if (!rates_) return parts;
  Napi::Array rates = Napi::Array::New(env, rates_->size());
  for (uint32_t i = 0; i < rates_->size(); i++)
    rates[i] = Napi::Number::New(env, (*rates_)[i]);
  parts[2u] = rates;
  return parts;
}

} // namespace nodejs
