// Another worker for a seat whose worker has ended: a thread that imports, configures and
// initialises these modules in it and renews their registrations. What was queued is theirs.
#ifndef COLLECTD_NODEJS_SUPERVISION_RESTART_H
#define COLLECTD_NODEJS_SUPERVISION_RESTART_H

#include "core/cancellable_wait.h"
#include "supervision/worker_starter.h"

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace nodejs {

class Restart {
public:
  struct Outcome {
    bool is_running = false;
    // Those that could not be imported or configured this time.
    std::vector<size_t> failed;
  };

  // Starts the thread. `wait` ends its waits when collectd stops; `on_over` is its last call.
  Restart(Services &services, const WorkerStarter &starter, const CancellableWait &wait, Seat &seat,
          std::vector<size_t> modules, std::function<void()> on_over);
  // Waits for the thread.
  ~Restart();
  Restart(const Restart &) = delete;
  Restart &operator=(const Restart &) = delete;

  bool is_over() const { return is_over_; }
  // When it is over.
  const Outcome &outcome() const { return outcome_; }

private:
  void run();
  void report_lost_lists();

  Services &services_;
  const WorkerStarter &starter_;
  const CancellableWait &wait_;
  Seat &seat_;
  const std::vector<size_t> modules_;
  Outcome outcome_; // the thread's until it is over
  std::atomic<bool> is_over_{false};
  std::thread thread_; // the last one: it uses the others
};

} // namespace nodejs

#endif
