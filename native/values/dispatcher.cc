#include "values/dispatcher.h"

#include "collectd/plugin_context.h"
#include "collectd/calls/gate.h"
#include "core/text/truncate.h"

#include <algorithm>

namespace nodejs {

namespace {

std::span<const uint8_t> packed_in(const MetaFrame &frame) {
  return {reinterpret_cast<const uint8_t *>(&frame),
          std::min<size_t>(frame.head.size, sizeof(frame))};
}

} // namespace

value_t to_value(DispatchFrame::Value value, uint8_t encoding) {
  value_t converted{};
  switch (encoding) {
  case DispatchFrame::gauge:
    converted.gauge = value.number;
    break;
  case DispatchFrame::to_unsigned:
    converted.counter = static_cast<counter_t>(value.number);
    break;
  case DispatchFrame::to_signed:
    converted.derive = static_cast<derive_t>(value.number);
    break;
  default: // the three integer types share their bits
    converted.counter = value.integer;
    break;
  }
  return converted;
}

Dispatcher::Dispatcher() {
  value_list_.values = values_;
}

void Dispatcher::dispatch() {
  fill();
  {
    const Gate::Pass pass(gate());
    frame_.status = plugin_dispatch_values(&value_list_);
  }
  meta_.reset();
}

void Dispatcher::write(const char *destination) {
  fill();
  // plugin_write() does without what plugin_dispatch_values() fills in.
  value_list_t whole = value_list_;
  if (whole.host[0] == '\0') copy_text(whole.host, sizeof(whole.host), hostname_g);
  if (whole.time == 0) whole.time = cdtime();
  {
    const Gate::Pass pass(gate());
    frame_.status = plugin_write(destination, nullptr, &whole);
  }
  meta_.reset();
  // The callbacks had this one, no copy, and may have changed it.
  framed_.reset();
}

void Dispatcher::fill() {
  const size_t count = std::min<size_t>(frame_.values_num, DispatchFrame::kMaxValues);
  for (size_t i = 0; i < count; i++)
    values_[i] = to_value(frame_.values[i], frame_.encodings[i]);
  value_list_.values_len = count;
  value_list_.time = frame_.time > 0 ? cdtime_of(frame_.time) : 0;
  value_list_.interval = cdtime_of(frame_.interval);
  value_list_.meta = meta_frame_.head.entries > 0 ? framed_meta() : meta_.get();
  set_context_interval(frame_.context_interval);
}

// collectd copies what it is given: the same again needs no making.
meta_data_t *Dispatcher::framed_meta() {
  const std::span<const uint8_t> packed = packed_in(meta_frame_);
  if (!framed_ || std::memcmp(&framed_from_, &meta_frame_, packed.size()) != 0) {
    framed_ = unpack_meta(packed);
    std::memcpy(&framed_from_, &meta_frame_, packed.size());
  }
  return framed_.get();
}

bool Dispatcher::encode(uint32_t field, const std::string &text) {
  if (field >= DispatchFrame::kFields) return false;
  return copy_text(fields() + size_t{field} * DATA_MAX_NAME_LEN, DATA_MAX_NAME_LEN, text);
}

} // namespace nodejs
