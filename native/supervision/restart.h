// Another worker for a seat whose worker has ended: a thread that imports, configures and
// initialises these modules in it, so that they renew their registrations. What was queued is
// theirs. The supervisor's thread begins it and ends it, as it does with workers that end: the
// two cannot cross.
#ifndef COLLECTD_NODEJS_SUPERVISION_RESTART_H
#define COLLECTD_NODEJS_SUPERVISION_RESTART_H

#include "core/cancellable_wait.h"
#include "core/thread.h"
#include "supervision/worker_starter.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace nodejs {

class Restart {
public:
  // `wait` ends its waits when collectd stops.
  Restart(Services &services, const WorkerStarter &starter, const CancellableWait &wait, Seat &seat,
          std::vector<size_t> modules);
  // Waits for the thread.
  ~Restart() = default;
  Restart(const Restart &) = delete;
  Restart &operator=(const Restart &) = delete;

  // Starts the thread; `on_over` is its last call. False: there is none.
  [[nodiscard]] bool start(std::function<void()> on_over);
  bool is_over() const { return is_over_; }

  // The rest is for when it is over.
  // The modules that could not be imported or configured this time.
  const std::vector<size_t> &failed() const { return failed_; }
  // Retires what was not renewed, and lets the worker have what waits.
  // False: it does not run, or does not any more, and nothing has changed.
  bool finish();

private:
  void run();
  bool has_failed(size_t module) const;
  void report_lost_lists();

  Services &services_;
  const WorkerStarter &starter_;
  const CancellableWait &wait_;
  Seat &seat_;
  const std::vector<size_t> modules_;
  std::shared_ptr<Worker> worker_; // the thread's until it is over, as the next one
  std::vector<size_t> failed_;
  std::atomic<bool> is_over_{false};
  Thread thread_; // the last one: it uses the others
};

} // namespace nodejs

#endif
