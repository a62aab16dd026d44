#include "values/value_box.h"

#include "crossing/js_array.h"

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
  JsArray values;
  values.reserve(values_.size());
  for (size_t i = 0; i < values_.size(); i++) {
    const value_t &value = values_[i];
    switch (types_[i]) {
    case DS_TYPE_GAUGE:
      values.add(Napi::Number::New(env, value.gauge));
      break;
    case DS_TYPE_DERIVE:
      values.add(Napi::BigInt::New(env, static_cast<int64_t>(value.derive)));
      break;
    default:
      values.add(Napi::BigInt::New(env, static_cast<uint64_t>(value.counter)));
      break;
    }
  }
  JsArray parts{values.make(env), meta_to_array(env, meta_.get())};
  if (!rates_) return parts.make(env);
  JsArray rates;
  for (const gauge_t rate : *rates_)
    rates.add(Napi::Number::New(env, rate));
  parts.add(rates.make(env));
  return parts.make(env);
}

} // namespace nodejs
