// JavaScript -> collectd: one value list. JavaScript writes it here, its five strings beside
// it, kNameSize bytes each. A list on its way to a match or target comes the other way.
#ifndef COLLECTD_NODEJS_CONTRACT_DISPATCH_FRAME_H
#define COLLECTD_NODEJS_CONTRACT_DISPATCH_FRAME_H

#include <cstddef>
#include <cstdint>

namespace nodejs {

struct DispatchFrame {
  static constexpr size_t kMaxValues = 512;

  // The five strings, in the order of value_list_t.
  enum Field : uint8_t { host, plugin, plugin_instance, type, type_instance };
  static constexpr size_t kFields = type_instance + 1;

  // How a value stands here. What is shown to a match or target has its DataSourceType instead.
  enum Encoding : uint8_t {
    gauge,
    raw, // all 64 bits of an integer
    to_unsigned,
    to_signed,
    kept // a target left the value as it was
  };
  // The `status` of a list for which there is no write callback: ENOENT.
  static constexpr int32_t kNoDestination = 2;

  double time;             // seconds; 0: now
  double interval;         // seconds
  double context_interval; // seconds; 0: the LoadPlugin block's
  uint32_t values_num;
  int32_t status; // of the last dispatch
  uint8_t encodings[kMaxValues];
  union Value {
    double number;
    uint64_t integer;
  } values[kMaxValues];
};
static_assert(sizeof(DispatchFrame) == 4640 && alignof(DispatchFrame) == 8);
static_assert(offsetof(DispatchFrame, interval) == 8 &&
              offsetof(DispatchFrame, context_interval) == 16);
static_assert(offsetof(DispatchFrame, values_num) == 24 && offsetof(DispatchFrame, status) == 28);
static_assert(offsetof(DispatchFrame, encodings) == 32 && offsetof(DispatchFrame, values) == 544);
static_assert(sizeof(DispatchFrame::Value) == 8);

} // namespace nodejs

#endif
