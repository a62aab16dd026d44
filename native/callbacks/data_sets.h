// Types that modules add to those of types.db.
//
// They are recorded while modules start and given to the daemon before everything
// else that is recorded: its tree of data sets has no lock, other workers and, by
// then, threads of other plugins look into it, and a module that is left out must
// leave nothing there. Nobody misses them meanwhile: modules find them here, and
// value lists wait for the write threads, which start after init.
//
// Any thread. The lock is held across two calls into the daemon, to look for a data
// set and to add one: they take no lock and call nobody.
#ifndef COLLECTD_NODEJS_CALLBACKS_DATA_SETS_H
#define COLLECTD_NODEJS_CALLBACKS_DATA_SETS_H

#include "collectd/headers.h"
#include "contract/refusal.h"
#include "core/lockable.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nodejs {

using DataSources = std::vector<data_source_t>;

class DataSets {
public:
  struct Entry {
    std::string name;
    DataSources sources;
    size_t module;
    std::string location; // file:line:column of the register_data_set() call
  };

  struct Outcome {
    Refusal refusal = Refusal::none;
    std::string location; // of the other one, when it is a duplicate
  };

  // A module that is imported again may repeat its own. The module that is imported before the
  // other one has what both add, whichever came first.
  Outcome add(Entry entry);
  // Those of modules and of types.db.
  std::optional<DataSources> find(const std::string &name);
  // A module that is left out leaves nothing there, and adds nothing any more.
  void drop_module(size_t module);
  // Those that have added types.
  std::set<size_t> modules();
  // Main thread, inside the init callback.
  void commit();

private:
  struct Data {
    bool committed = false;
    std::vector<Entry> entries;
    std::set<size_t> left_out; // modules
  };
  static Outcome add_to(Data &data, Entry entry, std::string &overtaken);
  Lockable<Data> data_;
};

} // namespace nodejs

#endif
