// A <Match "nodejs"> or <Target "nodejs"> block, and the match or target that a
// module registered under its Name. A write thread that processes a chain waits for
// the answer, at most a second; filters never queue behind values.
#ifndef COLLECTD_NODEJS_CALLBACKS_FILTER_BLOCK_H
#define COLLECTD_NODEJS_CALLBACKS_FILTER_BLOCK_H

#include <napi.h>

#include "collectd/headers.h"
#include "values/filter_call.h"
#include "core/lockable.h"
#include "seats/registration.h"
#include "shim/runtime.h"

#include <memory>
#include <string>
#include <vector>

namespace nodejs {

class Registry;

class FilterBlock {
public:
  FilterBlock(size_t index, const nodejs_filter_t &block);

  // "match \"x\"", for messages.
  std::string title() const;
  size_t index() const { return index_; }
  const oconfig_item_t &config() const { return *block_.item; }

  // Looks for the registration with its name, in whatever module it is; null after
  // an error was logged. Main thread, when the modules' init callbacks have run, or
  // whoever starts a worker again.
  std::shared_ptr<Registration> resolve(Registry &registry);
  // `call` creates it in its worker; without its success the filter is off.
  void set_created(std::shared_ptr<Call> call) { target_.lock()->created = std::move(call); }

  // Whether the last one that was found lives or lived there.
  bool is_in(const Seat &seat);

  // Write threads. FC_MATCH_* and FC_TARGET_*; without an answer NO_MATCH, CONTINUE.
  int match(const data_set_t &data_set, const value_list_t &list);
  int invoke(const data_set_t &data_set, value_list_t &list);

private:
  struct Target {
    std::shared_ptr<Registration> callback;
    std::shared_ptr<Call> created;
    const Seat *seat = nullptr; // of the last one that was found
  };

  // The call that has succeeded, or null.
  std::shared_ptr<FilterCall> ask(const data_set_t &data_set, const value_list_t &list);
  std::shared_ptr<Registration> callback();
  bool is_answered(const Registration &callback);
  void spend(const Registration &callback, Clock::duration waited);

  const size_t index_;
  const nodejs_filter_t &block_;
  Lockable<Target> target_;
};

// In the order of the configuration; complete before a thread can ask one.
using FilterBlocks = std::vector<std::unique_ptr<FilterBlock>>;

} // namespace nodejs

#endif
