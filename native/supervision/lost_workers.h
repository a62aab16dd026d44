// Workers that could not be ended: they are left alone, and keep their memory and their
// thread, until they end by themselves after all. So many are allowed for a module, and so many
// in all.
//
// The supervisor's thread; the main thread when that is over.
#ifndef COLLECTD_NODEJS_SUPERVISION_LOST_WORKERS_H
#define COLLECTD_NODEJS_SUPERVISION_LOST_WORKERS_H

#include "seats/seat.h"

#include <memory>
#include <vector>

namespace nodejs {

class LostWorkers {
public:
  static constexpr size_t kMostOfModule = 3;
  static constexpr size_t kMost = 8;

  // The worker that is in the seat now.
  void add(Seat &seat);
  // Joins those that have ended, for instance when a name server or a file system answers
  // again. Returns their modules.
  std::vector<std::vector<size_t>> take_ended();
  // Whether a module of the seat gets no other worker. One that has lost none does not suffer
  // for those of others.
  bool are_too_many(const Seat &seat) const;
  // The most that one of the seat's modules has.
  size_t of(const Seat &seat) const;
  size_t count() const { return all_.size(); }
  // Waits for none; false: one has not ended.
  bool join_all();

private:
  struct Lost {
    std::shared_ptr<Worker> worker;
    std::vector<size_t> modules;
  };
  std::vector<Lost> all_;
};

} // namespace nodejs

#endif
