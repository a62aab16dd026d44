// JS -> collectd: one value list. JavaScript checks and encodes everything into
// the frame and the strings (lib/values/dispatch-frame.ts), then makes one call without arguments.
//
// Strings stay between calls, so that only those that changed are
// written. Worker's thread only.
#ifndef COLLECTD_NODEJS_VALUES_DISPATCHER_H
#define COLLECTD_NODEJS_VALUES_DISPATCHER_H

#include <napi.h>

#include "collectd/headers.h"
#include "values/packed_meta.h"

#include <algorithm>

namespace nodejs {

// Its layout is known to lib/values/dispatch-frame.ts.
struct DispatchFrame {
  static constexpr size_t kFields = 5;
  static constexpr size_t kMaxValues = 512;

  enum Encoding : uint8_t { gauge = 0, raw = 1, to_unsigned = 2, to_signed = 3 };

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
static_assert(DATA_MAX_NAME_LEN == 128, "this build is for daemons with names of 128 bytes");
static_assert(offsetof(DispatchFrame, encodings) == 32, "lib/values/dispatch-frame.ts");
static_assert(offsetof(DispatchFrame, values) == 544, "lib/values/dispatch-frame.ts");
// JavaScript writes the strings where the daemon reads them.
static_assert(offsetof(value_list_t, type_instance) - offsetof(value_list_t, host) ==
                  size_t{4} * DATA_MAX_NAME_LEN,
              "host, plugin, plugin_instance, type, type_instance follow each other");

// What goes with the next list, written by JavaScript for each (packed_meta.h).
struct MetaFrame {
  PackedHead head;
  uint8_t entries[2040];

  std::span<const uint8_t> packed() const {
    return {reinterpret_cast<const uint8_t *>(this), std::min<size_t>(head.size, sizeof(*this))};
  }
};
static_assert(sizeof(MetaFrame) == 2048 && offsetof(MetaFrame, entries) == 8);

value_t to_value(DispatchFrame::Value value, uint8_t encoding);

class Dispatcher {
public:
  Dispatcher();
  DispatchFrame &frame() { return frame_; }
  MetaFrame &meta_frame() { return meta_frame_; }
  // The five strings, DATA_MAX_NAME_LEN bytes each.
  char *fields() { return value_list_.host; }
  // Sets frame().status.
  void dispatch();
  // To one write callback, or to all (null), here and now. Sets frame().status.
  void write(const char *destination);
  // For the next list only, instead of what is in meta_frame().
  void set_meta(Meta meta) { meta_ = std::move(meta); }
  Meta take_meta() { return std::move(meta_); }
  // Writes text that is not plain ASCII; true when it had to be cut.
  bool encode(uint32_t field, const std::string &text);

private:
  void fill();
  meta_data_t *framed_meta();

  DispatchFrame frame_{};
  value_list_t value_list_{};
  value_t values_[DispatchFrame::kMaxValues]{};
  Meta meta_;
  MetaFrame meta_frame_{};
  // What was made of the frame last, and what was in there.
  Meta framed_;
  MetaFrame framed_from_{};
};

} // namespace nodejs

#endif
