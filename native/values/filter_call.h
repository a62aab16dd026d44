// A value list on its way to a match or target in JavaScript, and what the target
// made of it on its way back.
//
//   1 a write thread copies the list
//   2 the worker shows it to JavaScript, takes the answer and the changes, settles
//   3 the write thread, if it still waits, applies the changes to the daemon's list
//
// The list in here belongs to the worker from post() until the call is settled,
// before and after that to the write thread.
#ifndef COLLECTD_NODEJS_VALUES_FILTER_CALL_H
#define COLLECTD_NODEJS_VALUES_FILTER_CALL_H

#include <napi.h>

#include "contract/filter_change.h"
#include "core/call.h"
#include "values/dispatcher.h"

#include <atomic>
#include <string>
#include <vector>

namespace nodejs {

class FilterCall : public Call {
public:
  FilterCall(const data_set_t &data_set, const value_list_t &list);

  // Nobody waits any more.
  void abandon() { abandoned_ = true; }
  bool is_abandoned() const { return abandoned_; }

  // Worker's thread. Values, their types, time and interval go into the frame, the
  // rest becomes arguments: five strings, whether they are UTF-8, meta data or null.
  std::vector<napi_value> show(Napi::Env env, Dispatcher &dispatcher) const;
  // `changes` (FilterChange) says what of the frame is to replace what was shown.
  void take(uint32_t answer, uint32_t changes, Dispatcher &dispatcher);

  // The thread that waited, after the call has succeeded.
  uint32_t answer() const { return answer_; }
  void apply_to(value_list_t &list);

private:
  value_list_t list_;
  std::vector<value_t> values_;
  std::vector<uint8_t> types_;
  Meta meta_;
  uint32_t answer_ = 0;
  uint32_t changes_ = 0;
  std::atomic<bool> abandoned_{false};
};

} // namespace nodejs

#endif
