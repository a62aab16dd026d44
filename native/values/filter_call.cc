#include "values/filter_call.h"

#include "core/text/truncate.h"
#include "core/text/utf8.h"

extern "C" {
#include "utils/common/common.h"
}
#undef ERROR
#undef WARNING
#undef NOTICE
#undef INFO
#undef DEBUG

namespace nodejs {

namespace {

char *field_of(value_list_t &list, size_t index) {
  return list.host + index * DATA_MAX_NAME_LEN;
}

napi_value string_of(napi_env env, const char *text) {
  napi_value string = nullptr;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &string);
  return string;
}

} // namespace

FilterCall::FilterCall(const data_set_t &data_set, const value_list_t &list)
    : list_(list), values_(list.values, list.values + list.values_len),
      meta_(list.meta == nullptr ? nullptr : meta_data_clone(list.meta)) {
  for (size_t i = 0; i < values_.size(); i++)
    types_.push_back(
        static_cast<uint8_t>(i < data_set.ds_num ? data_set.ds[i].type : DS_TYPE_GAUGE));
  list_.values = nullptr;
  list_.meta = nullptr;
}

std::vector<napi_value> FilterCall::show(Napi::Env env, Dispatcher &dispatcher) const {
  DispatchFrame &frame = dispatcher.frame();
  frame.time = seconds_of(list_.time);
  frame.interval = seconds_of(list_.interval);
  const size_t count = std::min(values_.size(), DispatchFrame::kMaxValues);
  frame.values_num = static_cast<uint32_t>(count);
  for (size_t i = 0; i < count; i++) {
    frame.encodings[i] = types_[i];
    frame.values[i].integer = values_[i].counter; // the types share their bits
  }
  std::vector<napi_value> arguments;
  bool are_utf8 = true;
  for (size_t i = 0; i < DispatchFrame::kFields; i++) {
    const char *field = list_.host + i * DATA_MAX_NAME_LEN;
    arguments.push_back(string_of(env, field));
    are_utf8 = are_utf8 && is_utf8(field);
  }
  arguments.push_back(Napi::Boolean::New(env, are_utf8));
  arguments.push_back(meta_ ? Napi::Value(meta_to_array(env, meta_.get())) : env.Null());
  return arguments;
}

void FilterCall::take(uint32_t answer, uint32_t changes, Dispatcher &dispatcher) {
  answer_ = answer;
  changes_ = changes;
  const DispatchFrame &frame = dispatcher.frame();
  for (size_t i = 0; i < DispatchFrame::kFields; i++) {
    if ((changes & 1u << i) == 0) continue;
    char *field = field_of(list_, i);
    std::memcpy(field, dispatcher.fields() + i * DATA_MAX_NAME_LEN, DATA_MAX_NAME_LEN);
    // As the daemon does with what is dispatched, before it asks the first filter.
    escape_slashes(field, DATA_MAX_NAME_LEN);
  }
  if ((changes & FilterChange::time) != 0)
    list_.time = frame.time > 0 ? cdtime_of(frame.time) : cdtime();
  if ((changes & FilterChange::interval) != 0) list_.interval = cdtime_of(frame.interval);
  if ((changes & FilterChange::values) != 0)
    for (size_t i = 0; i < values_.size() && i < frame.values_num; i++)
      if (frame.encodings[i] != DispatchFrame::kept)
        values_[i] = to_value(frame.values[i], frame.encodings[i]);
  if ((changes & FilterChange::meta) != 0) meta_ = dispatcher.take_meta();
}

void FilterCall::apply_to(value_list_t &list) {
  for (size_t i = 0; i < DispatchFrame::kFields; i++)
    if ((changes_ & 1u << i) != 0)
      std::memcpy(field_of(list, i), field_of(list_, i), DATA_MAX_NAME_LEN);
  if ((changes_ & FilterChange::time) != 0) list.time = list_.time;
  if ((changes_ & FilterChange::interval) != 0) list.interval = list_.interval;
  if ((changes_ & FilterChange::values) != 0)
    std::copy(values_.begin(), values_.end(), list.values);
  if ((changes_ & FilterChange::meta) != 0) {
    // The daemon destroys what it finds there when it is done with the list.
    meta_data_destroy(list.meta);
    list.meta = meta_.release();
  }
}

} // namespace nodejs
