// JS -> collectd: one value list. JavaScript checks and encodes everything into
// the frame and the strings (lib/values/dispatch-frame.ts), then makes one call without arguments.
//
// Strings stay between calls, so that only those that changed are
// written. Worker's thread only.
#ifndef COLLECTD_NODEJS_VALUES_DISPATCHER_H
#define COLLECTD_NODEJS_VALUES_DISPATCHER_H

#include <napi.h>

#include "collectd/headers.h"
#include "contract/dispatch_frame.h"
#include "values/packed_meta.h"

namespace nodejs {

// JavaScript writes the strings where the daemon reads them.
static_assert(offsetof(value_list_t, type_instance) - offsetof(value_list_t, host) ==
                  size_t{4} * DATA_MAX_NAME_LEN,
              "host, plugin, plugin_instance, type, type_instance follow each other");

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
