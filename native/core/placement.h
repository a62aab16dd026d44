// Which module lives in which worker. Pure: no thread, no V8.
#ifndef COLLECTD_NODEJS_CORE_PLACEMENT_H
#define COLLECTD_NODEJS_CORE_PLACEMENT_H

#include <cstddef>
#include <string>
#include <vector>

namespace nodejs {

struct Placement {
  std::vector<size_t> worker_of; // for each module, in Import order
  size_t workers;                // how many there are
};

// `labels` are the modules' `Worker` labels, empty for none. Modules without one
// are dealt round robin over `size` workers (0: one for each of them, at most 8);
// each label is a worker of its own beyond these.
Placement place(const std::vector<std::string> &labels, size_t size);

} // namespace nodejs

#endif
