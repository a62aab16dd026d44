// How a worker is: how long its event loop takes to come round to something new, and
// what its heap holds. Asked once a second when `Statistics` is on.
//
// A question that is open longer than that counts with its age, so that a worker that
// is blocked shows while it is. Any thread.
#ifndef COLLECTD_NODEJS_SEATS_WORKER_METRICS_H
#define COLLECTD_NODEJS_SEATS_WORKER_METRICS_H

#include "core/call.h"
#include "core/lockable.h"

#include <cstddef>
#include <memory>
#include <optional>

namespace nodejs {

class Seat;

class WorkerMetrics {
public:
  struct Report {
    double mean_delay; // seconds, since the last report; NaN while the worker does not run
    double longest_delay;
    double heap; // bytes; NaN too
  };

  void ask(Seat &seat);
  Report report();

private:
  struct Data {
    std::optional<Clock::time_point> asked_at;
    std::shared_ptr<Call> call; // settled unanswered when its worker has ended
    uint64_t question = 0;      // an answer to an older one comes too late
    size_t answers = 0;
    double delays = 0;
    double longest_delay = 0;
    std::optional<size_t> heap;
  };
  void answer(uint64_t question);

  Lockable<Data> data_;
};

} // namespace nodejs

#endif
