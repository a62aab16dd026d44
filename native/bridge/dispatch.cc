#include "dispatch.h"

#include "context.h"
#include "gate.h"

#include <algorithm>

namespace nodejs {

namespace {

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

} // namespace

Dispatcher::Dispatcher() {
  value_list_.values = values_;
}

void Dispatcher::dispatch() {
  const size_t count = std::min<size_t>(frame_.values_num, DispatchFrame::kMaxValues);
  for (size_t i = 0; i < count; i++)
    values_[i] = to_value(frame_.values[i], frame_.encodings[i]);
  value_list_.values_len = count;
  value_list_.time = frame_.time > 0 ? cdtime_of(frame_.time) : 0;
  value_list_.interval = cdtime_of(frame_.interval);
  value_list_.meta = meta_.get();
  set_context_interval(frame_.context_interval);
  {
    const Gate::Pass pass(gate());
    frame_.status = plugin_dispatch_values(&value_list_);
  }
  meta_.reset();
}

bool Dispatcher::encode(uint32_t field, const std::string &text) {
  if (field >= DispatchFrame::kFields) return false;
  size_t size = std::min(text.size(), size_t{DATA_MAX_NAME_LEN} - 1);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
    size--;
  char *place = fields() + size_t{field} * DATA_MAX_NAME_LEN;
  std::memcpy(place, text.data(), size);
  place[size] = '\0';
  return size < text.size();
}

} // namespace nodejs
