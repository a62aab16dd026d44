// Workers that could not be ended: they are left alone, and keep their memory and their
// thread. So many are allowed for a module, and so many in all.
//
// The supervisor's thread; the main thread when that is over.
#ifndef COLLECTD_NODEJS_SUPERVISION_LOST_WORKERS_H
#define COLLECTD_NODEJS_SUPERVISION_LOST_WORKERS_H

#include "seats/seat.h"

#include <map>
#include <memory>
#include <vector>

namespace nodejs {

class LostWorkers {
public:
  static constexpr size_t kMostOfModule = 3;
  static constexpr size_t kMost = 8;

  // The worker that is in the seat now.
  void add(Seat &seat);
  bool are_too_many(const Seat &seat) const;
  // The most that one of the seat's modules has.
  size_t of(const Seat &seat) const;
  const std::vector<std::shared_ptr<Worker>> &all() const { return all_; }

private:
  std::map<size_t, size_t> of_module_;
  std::vector<std::shared_ptr<Worker>> all_;
};

} // namespace nodejs

#endif
