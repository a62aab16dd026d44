// How the time for shutdown callbacks is shared: each module has the same part of what is left,
// and divides it among its callbacks, so that many that hang cost only their own module.
#ifndef COLLECTD_NODEJS_CORE_SHUTDOWN_SHARES_H
#define COLLECTD_NODEJS_CORE_SHUTDOWN_SHARES_H

#include <cstddef>
#include <map>
#include <vector>

namespace nodejs {

class ShutdownShares {
public:
  // The module of each callback, in the order in which they are called.
  explicit ShutdownShares(const std::vector<size_t> &modules) {
    for (const size_t module : modules)
      callbacks_[module]++;
    left_ = callbacks_;
  }

  // The part of the time that is left that the next callback, one of this module, may take.
  double next(size_t module) {
    double modules_left = 0;
    for (const auto &[each, left] : left_)
      modules_left += static_cast<double>(left) / static_cast<double>(callbacks_[each]);
    left_[module]--;
    return 1 / static_cast<double>(callbacks_[module]) / modules_left;
  }

private:
  std::map<size_t, size_t> callbacks_;
  std::map<size_t, size_t> left_;
};

} // namespace nodejs

#endif
