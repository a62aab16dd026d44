// Another worker for a seat whose worker has ended.
#ifndef COLLECTD_NODEJS_SUPERVISION_RESTART_H
#define COLLECTD_NODEJS_SUPERVISION_RESTART_H

#include "seats/seat.h"

#include <vector>

namespace nodejs {

struct Restarted {
  bool is_running = false;
  // Those that could not be imported or configured this time.
  std::vector<size_t> failed;
};

// A thread of the supervisor's. Imports, configures and initialises these modules in a
// new worker and renews their registrations; what was queued is theirs.
Restarted restart(Seat &seat, const std::vector<size_t> &modules);

} // namespace nodejs

#endif
